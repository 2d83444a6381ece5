using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Rotates the pairs (i, i + R/2) of the first R dimensions of heads by given angles; the rest passes.</summary>
/// <param name="Cos">Cosines [N, 1, R/2], float32.</param>
/// <param name="Sin">Sines [N, 1, R/2], float32.</param>
internal sealed record Rotation(Tensor Cos, Tensor Sin)
{
    /// <summary>Gives the rotated heads in a fresh tensor.</summary>
    public Tensor Apply(Tensor heads)                                                   // [N, H, Dh] -> [N, H, Dh]
    {
        using var scope = NewDisposeScope();
        long half = Cos.size(2);
        long rest = heads.size(2) - (2 * half);
        Tensor first = heads.narrow(2, 0, half);
        Tensor second = heads.narrow(2, half, half);
        Tensor left = (first * Cos) - (second * Sin);
        Tensor right = (second * Cos) + (first * Sin);
        Tensor rotated = rest == 0 ? cat([left, right], 2) : cat([left, right, heads.narrow(2, 2 * half, rest).to(left.dtype)], 2);
        return rotated.to(heads.dtype).MoveToOuterDisposeScope();
    }
}
