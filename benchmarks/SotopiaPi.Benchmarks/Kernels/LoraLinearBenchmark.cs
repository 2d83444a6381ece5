using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>A frozen linear layer with a LoRA update in training (arXiv:2106.09685), against the same in tensor operators and plain autograd.</summary>
public class LoraLinearBenchmark : DifferentiableBenchmark
{
    private readonly LoraHost _host = new();
    private nn.Module<Tensor, Tensor> _layer = null!;
    private LoraModule _update = null!;
    private Tensor _input = null!;
    private Tensor _weight = null!;

    /// <summary>Gets or sets the number of tokens of a micro-batch.</summary>
    [Params(2048)]
    public int Rows { get; set; } = 2048;

    /// <summary>Gets or sets the width of input and output.</summary>
    [Params(576, 1536)]
    public int Width { get; set; } = 576;

    /// <summary>Gets or sets the rank: the paper's.</summary>
    [Params(8)]
    public int Rank { get; set; } = 8;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        _weight = Normal(generator, Width, Width) / Math.Sqrt(Width);
        _layer = Owned(_host.Wrap((_, _, _, _) => new PlainLinear(_weight.clone(), null, trainable: false))("q_proj", Width, Width, false));
        using Generator onHost = new(2);
        LoraAdapter adapter = Owned(_host.CreateAdapter(new LoraOptions { Rank = Rank, Dropout = 0 }, onHost, Place));
        _update = adapter.Modules["q_proj"];
        using (no_grad())
        {
            _update.Up!.copy_(Normal(generator, Width, Rank));
        }

        _host.Use(adapter);
        _input = Normal(generator, Rows, Width).requires_grad_();
        return [_input, _update.Down!, _update.Up!];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput() =>
        nn.functional.linear(_input, _weight) + (matmul(matmul(_input, _update.Down!.t()), _update.Up!.t()) * _update.Scaling);

    /// <inheritdoc/>
    protected override Tensor Output() => _layer.forward(_input);
}
