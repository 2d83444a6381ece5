using BenchmarkDotNet.Attributes;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Times a kernel that gradients pass through: its forward pass alone, or both passes; compares output and gradients.</summary>
public abstract class DifferentiableBenchmark : KernelBenchmark
{
    private Tensor _gradient = null!;

    /// <summary>Gets or sets what is timed.</summary>
    [Params(Passes.Forward, Passes.ForwardAndBackward)]
    public Passes Pass { get; set; }

    /// <summary>Gets what gets gradients; set by <see cref="PrepareInputs"/>.</summary>
    protected IReadOnlyList<Tensor> Leaves { get; private set; } = [];

    /// <inheritdoc/>
    protected sealed override void Prepare(Generator generator)
    {
        Leaves = PrepareInputs(generator);
        using Tensor output = Output();
        _gradient = Normal(generator, output.shape);
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> ComputePlainly() => Differentiate(PlainOutput());

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Compute() => Differentiate(Output());

    /// <summary>Makes the inputs and gives those that get gradients.</summary>
    protected abstract IReadOnlyList<Tensor> PrepareInputs(Generator generator);

    /// <summary>Computes the output in the plain way.</summary>
    protected abstract Tensor PlainOutput();

    /// <summary>Computes the output as the library does.</summary>
    protected abstract Tensor Output();

    private IReadOnlyList<Tensor> Differentiate(Tensor output) =>
        Pass == Passes.Forward ? [output] : [output, .. autograd.grad([output], [.. Leaves], [_gradient])];
}
