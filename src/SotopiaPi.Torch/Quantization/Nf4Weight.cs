using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A weight as codes and scales.</summary>
/// <param name="Codes">Two codes a byte [ceil(n/2), 1], uint8.</param>
/// <param name="Scales">One scale a block: float32, or uint8 codes of them.</param>
/// <param name="Nested">How scales that are codes become numbers; <see langword="null"/> where they are numbers.</param>
/// <param name="Shape">The sizes of the weight [Out, In].</param>
/// <param name="StoredType">The type that the weight had before, as the file spells it, for example <c>bfloat16</c>.</param>
internal sealed record Nf4Weight(Tensor Codes, Tensor Scales, Nf4NestedScales? Nested, long[] Shape, string StoredType) : IDisposable
{
    /// <summary>Gets the number of values.</summary>
    public long Count => Shape.Aggregate(1L, static (product, size) => product * size);

    /// <summary>Quantises a weight.</summary>
    /// <param name="weight">The weight, of any floating type and device.</param>
    /// <param name="nested">Whether the scales are quantised, too.</param>
    /// <param name="device">Where the codes shall lie.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Nf4Weight Quantize(Tensor weight, bool nested, Device device)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor values = weight.to(ScalarType.Float32, CPU).contiguous();
        long blocks = Nf4.BlockCount(values.NumberOfElements);
        Tensor codes = zeros([(values.NumberOfElements + 1) / 2, 1], ScalarType.Byte, CPU);
        Tensor scales = empty([blocks], ScalarType.Float32, CPU);
        Nf4.Quantize(MemoryMarshal.Cast<byte, float>(values.bytes), codes.bytes, MemoryMarshal.Cast<byte, float>(scales.bytes));
        if (!isfinite(scales).all().item<bool>())
        {
            throw new ArgumentException("The weight has a value that is NaN or infinite, wanted finite ones; the checkpoint is damaged.", nameof(weight));
        }

        string type = weight.dtype switch { ScalarType.BFloat16 => "bfloat16", ScalarType.Float16 => "float16", _ => "float32" };
        Nf4Weight result = new(codes, scales, null, weight.shape, type);
        return (nested ? result.Nest() : result).MoveTo(device);
    }

    public void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
        Nested?.Dispose();
    }

    private Nf4Weight Nest()
    {
        Tensor codes = empty([Scales.size(0)], ScalarType.Byte, CPU);
        Tensor blockScales = empty([(Scales.size(0) + Nf4Scales.BlockSize - 1) / Nf4Scales.BlockSize], ScalarType.Float32, CPU);
        float mean = Scales.mean().item<float>();                                       // the reference's own sum, to its last bit
        Nf4Scales.Quantize(MemoryMarshal.Cast<byte, float>(Scales.bytes), mean, codes.bytes, MemoryMarshal.Cast<byte, float>(blockScales.bytes));
        return this with { Scales = codes, Nested = new Nf4NestedScales(blockScales, tensor(Nf4Scales.Levels, device: CPU), mean) };
    }

    private Nf4Weight MoveTo(Device device) => this with
    {
        Codes = Codes.to(device).DetachFromDisposeScope(),
        Scales = Scales.to(device).DetachFromDisposeScope(),
        Nested = Nested is null ? null : Nested with { BlockScales = Nested.BlockScales.to(device).DetachFromDisposeScope(), Levels = Nested.Levels.to(device).DetachFromDisposeScope() },
    };
}
