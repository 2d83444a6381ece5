using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>A step of the optimizer over the many small matrices of an adapter, against TorchSharp's AdamW.</summary>
public class FusedAdamWBenchmark : KernelBenchmark
{
    private const double LearningRate = 1e-3;
    private Parameter[] _plainParameters = [];
    private Parameter[] _parameters = [];
    private optim.Optimizer _plain = null!;
    private FusedAdamW _fused = null!;

    /// <summary>Gets or sets the number of matrices: A and B on two projections of 30 layers.</summary>
    [Params(120)]
    public int Count { get; set; } = 120;

    /// <summary>Gets or sets the width of the layers.</summary>
    [Params(576)]
    public int Width { get; set; } = 576;

    /// <inheritdoc/>
    protected override int RunsBeforeComparison => 5;

    /// <inheritdoc/>
    protected override void Prepare(Generator generator)
    {
        Tensor[] values = [.. Enumerable.Range(0, Count).Select(_ => Normal(generator, 8, Width))];
        Tensor[] gradients = [.. Enumerable.Range(0, Count).Select(_ => Normal(generator, 8, Width))];
        _plainParameters = [.. values.Select(value => new Parameter(value.clone()))];
        _parameters = [.. values.Select(value => new Parameter(value.clone()))];
        _plain = Owned(optim.AdamW(_plainParameters, LearningRate, weight_decay: 0.01));
        _fused = Owned(new FusedAdamW(_parameters, new AdamWSettings { WeightDecay = 0.01 }));
        for (int i = 0; i < Count; i++)
        {
            _plainParameters[i].grad = gradients[i].clone();
            _parameters[i].grad!.copy_(gradients[i]);
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> ComputePlainly()
    {
        _plain.step();
        return _plainParameters;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Compute()
    {
        _fused.Step(LearningRate);
        return _parameters;
    }
}
