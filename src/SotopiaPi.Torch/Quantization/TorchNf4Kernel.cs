using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Dequantises with torch operators, on any device: a byte looks up the pair of its levels, which its block's scale multiplies.</summary>
internal sealed class TorchNf4Kernel : INf4Kernel
{
    // [256, 2]: for each byte the level of its high and of its low half.
    private static readonly float[] s_pairs = [.. Enumerable.Range(0, 256).SelectMany(pair => new[] { Nf4.Levels[pair >> 4], Nf4.Levels[pair & 15] })];

    public void Dequantize(Nf4Weight weight, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Device device = weight.Codes.device;
        Tensor pairs = tensor(s_pairs, [256, 2], device: CPU).to(device);
        Tensor levels = pairs.index_select(0, weight.Codes.reshape(-1).to(ScalarType.Int32)).reshape(-1);   // [n], one more where n is odd
        Tensor scales = Scales(weight);                                                 // [blocks]
        long whole = weight.Count / Nf4.BlockSize * Nf4.BlockSize;
        Tensor flat = target.view(-1);
        if (whole > 0)
        {
            flat.narrow(0, 0, whole).view(-1, Nf4.BlockSize).copy_(levels.narrow(0, 0, whole).view(-1, Nf4.BlockSize) * scales.narrow(0, 0, whole / Nf4.BlockSize).unsqueeze(1));
        }

        if (whole < weight.Count)
        {
            flat.narrow(0, whole, weight.Count - whole).copy_(levels.narrow(0, whole, weight.Count - whole) * scales.narrow(0, whole / Nf4.BlockSize, 1));
        }
    }

    private static Tensor Scales(Nf4Weight weight)
    {
        if (weight.Nested is not { } nested)
        {
            return weight.Scales;
        }

        Tensor levels = nested.Levels.index_select(0, weight.Scales.to(ScalarType.Int32));
        Tensor blockScales = nested.BlockScales.repeat_interleave(Nf4Scales.BlockSize).narrow(0, 0, levels.size(0));
        return (levels * blockScales).Plus(nested.Offset);
    }
}
