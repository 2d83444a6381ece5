using SotopiaPi.Benchmarks;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Runs each benchmark of a kernel once, at sizes that fill no register.</summary>
[LiveTensorsFlat]
internal sealed class KernelBenchmarkTests
{
    private static readonly KernelBenchmark[] s_small =
    [
        new FusedAdamWBenchmark { Count = 5, Width = 13 },
        new LogSumExpMergeBenchmark { Trunk = 37, Branch = 11 },
        new LoraLinearBenchmark { Rows = 300, Width = 40, Rank = 5 },
        new LossRowsBenchmark { Rows = 50, Targets = 7, Vocabulary = 61 },
        new Nf4DequantiseBenchmark { Width = 65 },
        new RmsNormBenchmark { Rows = 33, Width = 41 },
        new RopeBenchmark { Rows = 33, Heads = 3, HeadSize = 24 },
        new SegmentAttentionBenchmark { Trunk = 43, Branches = 3, Branch = 9 },
    ];

    [Test]
    public void Every_benchmark_is_tried_here() =>
        Assert.That(s_small.Select(benchmark => benchmark.GetType()), Is.EquivalentTo(
            typeof(KernelBenchmark).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsNested: false } && type.IsAssignableTo(typeof(KernelBenchmark)))));

    [TestCaseSource(nameof(s_small))]
    public void Both_ways_agree_and_run(KernelBenchmark benchmark)
    {
        if (benchmark is DifferentiableBenchmark both)
        {
            both.Pass = Passes.ForwardAndBackward;
        }

        benchmark.Setup();
        benchmark.Plain();
        benchmark.Kernel();
        benchmark.Dispose();
    }

    [Test]
    public void Ways_that_disagree_are_not_timed()
    {
        using Doubling benchmark = new();
        Assert.That(benchmark.Setup, Throws.InvalidOperationException.With.Message.Contains("result 0 of the kernel lies 1 from"));
    }

    private sealed class Doubling : KernelBenchmark
    {
        private Tensor _input = null!;

        protected override void Prepare(Generator generator) => _input = Normal(generator, 3);

        protected override IReadOnlyList<Tensor> ComputePlainly() => [_input.clone()];

        protected override IReadOnlyList<Tensor> Compute() => [_input * 2];
    }
}
