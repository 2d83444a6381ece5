using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>RMS norm as in a decoder layer, against its formula in tensor operators.</summary>
public class RmsNormBenchmark : DifferentiableBenchmark
{
    private const double Epsilon = 1e-5;
    private Tensor _input = null!;
    private Parameter _weight = null!;
    private RmsNorm _norm = null!;

    /// <summary>Gets or sets the number of rows: the tokens of a micro-batch.</summary>
    [Params(2048)]
    public int Rows { get; set; } = 2048;

    /// <summary>Gets or sets the width of a row: SmolLM2-135M's.</summary>
    [Params(576)]
    public int Width { get; set; } = 576;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        _input = Normal(generator, Rows, Width).requires_grad_();
        _weight = new Parameter(Normal(generator, Width));
        _norm = Owned(new RmsNorm(_weight, Epsilon, addsOne: false));
        return [_input];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput() => _weight * (_input * (_input.square().mean([-1L], keepdim: true) + Epsilon).rsqrt());

    /// <inheritdoc/>
    protected override Tensor Output() => _norm.forward(_input);
}
