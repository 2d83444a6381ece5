using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Rotates the pairs (i, i + R/2) of the first R dimensions of heads by given angles; the rest passes.</summary>
/// <param name="Cos">Cosines [N, 1, R], both halves alike, float32.</param>
/// <param name="Sin">Sines [N, 1, R], float32, the first half with the opposite sign.</param>
internal sealed record Rotation(Tensor Cos, Tensor Sin)
{
    /// <summary>Gives the rotated heads in a fresh tensor.</summary>
    public Tensor Apply(Tensor heads)                                                   // [N, H, Dh] -> [N, H, Dh]
    {
        if (CpuKernels.Serve(heads))
        {
            return RotationKernel.Rotate(heads, Cos, Sin);
        }

        using var scope = NewDisposeScope();
        long rotating = Cos.size(2);
        long rest = heads.size(2) - rotating;
        Tensor x = rest == 0 ? heads : heads.narrow(2, 0, rotating);
        Tensor rotated = (x * Cos).Plus(x.roll(rotating / 2, 2) * Sin).to(heads.dtype); // a half turn swaps the members of each pair
        return (rest == 0 ? rotated : cat([rotated, heads.narrow(2, rotating, rest)], 2)).MoveToOuterDisposeScope();
    }
}
