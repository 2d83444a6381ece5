using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The values of 4-bit weights (arXiv:2305.14314) into a buffer that is there, against look-ups in tensor operators.</summary>
public class Nf4DequantiseBenchmark : KernelBenchmark
{
    private readonly TorchNf4Kernel _plain = new();
    private Nf4Weight _weight = null!;
    private Tensor _plainValues = null!;
    private Tensor _values = null!;

    /// <summary>Gets or sets rows and columns of the weight: those of a 7B model's projections.</summary>
    [Params(4096)]
    public int Width { get; set; } = 4096;

    /// <summary>Gets or sets whether the scales are quantised too.</summary>
    [Params(true)]
    public bool Nested { get; set; } = true;

    /// <inheritdoc/>
    protected override double Tolerance => 0;

    /// <inheritdoc/>
    protected override void Prepare(Generator generator)
    {
        using Tensor original = Normal(generator, Width, Width);
        _weight = Owned(Nf4Weight.Quantize(original, Nested, Place));
        _plainValues = empty([Width, Width], float32, Place);
        _values = empty([Width, Width], float32, Place);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> ComputePlainly()
    {
        _plain.Dequantize(_weight, _plainValues);
        return [_plainValues];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Compute()
    {
        Nf4Kernels.For(Place).Dequantize(_weight, _values);
        return [_values];
    }
}
