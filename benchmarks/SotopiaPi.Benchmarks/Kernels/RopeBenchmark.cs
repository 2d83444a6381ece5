using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The rotation of query heads by their positions (arXiv:2104.09864), against Hugging Face's formula in tensor operators.</summary>
public class RopeBenchmark : DifferentiableBenchmark
{
    private Tensor _heads = null!;
    private Tensor _cos = null!;                                                        // [N, 1, Dh]
    private Tensor _sin = null!;
    private Rotation _rotation = null!;

    /// <summary>Gets or sets the number of tokens of a micro-batch.</summary>
    [Params(2048)]
    public int Rows { get; set; } = 2048;

    /// <summary>Gets or sets the number of heads: SmolLM2-135M's.</summary>
    [Params(9)]
    public int Heads { get; set; } = 9;

    /// <summary>Gets or sets the width of a head: SmolLM2-135M's.</summary>
    [Params(64)]
    public int HeadSize { get; set; } = 64;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        _heads = Normal(generator, Rows, Heads, HeadSize).requires_grad_();
        using Rope rope = new(new RopeConfig(100_000), HeadSize, Rows, Place);
        _rotation = rope.At(arange(Rows, int64, Place));
        long half = HeadSize / 2;
        _cos = _rotation.Cos.clone();
        _sin = cat([-_rotation.Sin.narrow(2, 0, half), _rotation.Sin.narrow(2, half, half)], 2);
        return [_heads];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput()
    {
        long half = HeadSize / 2;
        Tensor turned = cat([-_heads.narrow(2, half, half), _heads.narrow(2, 0, half)], 2);
        return (_heads * _cos) + (turned * _sin);
    }

    /// <inheritdoc/>
    protected override Tensor Output() => _rotation.Apply(_heads);
}
