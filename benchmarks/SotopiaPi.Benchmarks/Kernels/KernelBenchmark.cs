using BenchmarkDotNet.Attributes;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Times a kernel against the plain way to compute the same, on one device. The setup refuses to time two ways that disagree.</summary>
public abstract class KernelBenchmark : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];

    /// <summary>Gets the devices of this machine.</summary>
    public static IEnumerable<string> Devices => cuda.is_available() ? ["cpu", "cuda"] : ["cpu"];

    /// <summary>Gets or sets where the tensors lie.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    /// <summary>Gets the relative distance that rounding may cause.</summary>
    protected virtual double Tolerance => 1e-5;

    /// <summary>Gets how often both ways run before their results are compared.</summary>
    protected virtual int RunsBeforeComparison => 1;

    /// <summary>Gets the device.</summary>
    protected Device Place => device(Device);

    /// <summary>Makes the inputs, from a seed, and compares both ways.</summary>
    /// <exception cref="InvalidOperationException">They disagree.</exception>
    [GlobalSetup]
    public void Setup()
    {
        Owned(NewDisposeScope());
        using Generator generator = new(1, Place);
        Prepare(generator);
        using var scope = NewDisposeScope();
        for (int run = 1; run < RunsBeforeComparison; run++)
        {
            ComputePlainly();
            Compute();
        }

        Compare([.. ComputePlainly()], [.. Compute()]);
    }

    /// <summary>Frees the inputs.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? part))
        {
            part.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The plain way.</summary>
    [Benchmark(Baseline = true)]
    public void Plain() => Run(ComputePlainly);

    /// <summary>The way of this library.</summary>
    [Benchmark]
    public void Kernel() => Run(Compute);

    /// <summary>Makes what the benchmark works on.</summary>
    protected abstract void Prepare(Generator generator);

    /// <summary>Computes in the plain way; gives all results.</summary>
    protected abstract IReadOnlyList<Tensor> ComputePlainly();

    /// <summary>Computes as the library does; gives the same results.</summary>
    protected abstract IReadOnlyList<Tensor> Compute();

    /// <summary>Keeps something until the benchmark ends; tensors need no such care.</summary>
    protected T Owned<T>(T part) where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }

    /// <summary>Draws a standard normal float32 tensor on the device.</summary>
    protected Tensor Normal(Generator generator, params long[] shape) => randn(shape, float32, Place, generator: generator);

    private void Run(Func<IReadOnlyList<Tensor>> way)
    {
        using var scope = NewDisposeScope();
        _ = way();
        if (Place.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }

    private void Compare(IReadOnlyList<Tensor> plain, IReadOnlyList<Tensor> kernel)
    {
        for (int i = 0; i < plain.Count; i++)
        {
            Tensor wanted = plain[i].detach().to(float64), found = kernel[i].detach().to(float64);
            double distance = (found - wanted).norm().ToDouble() / Math.Max(wanted.norm().ToDouble(), 1e-12);
            if (!(distance <= Tolerance))
            {
                throw new InvalidOperationException($"{GetType().Name} on {Device}: result {i} of the kernel lies {distance:G3} from the plain way's, wanted at most {Tolerance:G3}; nothing was timed.");
            }
        }
    }
}
