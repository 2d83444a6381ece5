using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class CheckpointingTests
{
    [Test]
    public void Gradients_of_whole_models_are_the_same([Values(4, 200)] int budget, [Values(ScalarType.Float32, ScalarType.Float64)] ScalarType type)
    {
        var (loss, gradients) = Whole(checkpointing: false, budget, type);
        var (again, repeated) = Whole(checkpointing: true, budget, type);
        Assert.That(again, Is.EqualTo(loss));
        Assert.That(repeated.Keys, Is.EquivalentTo(gradients.Keys));
        Assert.That(gradients.Max(g => g.Value.Zip(repeated[g.Key], (a, b) => Math.Abs(a - b)).Max()), Is.LessThan(type == ScalarType.Float64 ? 1e-14 : 1e-6));
    }

    [Test]
    public void Gradients_of_an_adapter_with_dropout_are_the_same([Values(8, 200)] int budget)
    {
        double[] once = Adapter(checkpointing: false, budget), again = Adapter(checkpointing: true, budget);
        Assert.That(once.Sum(Math.Abs), Is.GreaterThan(0.1));
        Assert.That(again, Is.EqualTo(once).Within(1e-6));
    }

    [Test]
    public void Live_tensors_stay_flat_over_200_steps_depth_first()
    {
        using Generator generator = new(7);
        using Decoder decoder = Decoder.Create(TinyDecoder.Config, generator, new DecoderOptions { Trainable = true, Checkpointing = true });
        using SequenceTrainer trainer = new(decoder, _ => 1e-3, new SequenceTrainerOptions { TokenBudget = 24 });
        TokenSequence[] rows = Tree();
        _ = trainer.Step(rows);
        long after1 = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (int step = 1; step < 200; step++)
        {
            _ = trainer.Step(rows);
        }

        Assert.That(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Is.LessThanOrEqualTo(after1));
    }

    [Test]
    public void A_failure_in_the_backward_pass_is_thrown_after_it()
    {
        using var scope = NewDisposeScope();
        Tensor leaf = ones(2).requires_grad_();
        Tensor root = FailingFunction.apply(leaf).sum();
        Assert.That(() => BackwardPass.Run([root], []), Throws.InvalidOperationException.With.Message.Contains("on purpose"));
        Assert.That(() => BackwardPass.Run([(leaf * leaf).sum()], []), Throws.Nothing, "the failure is forgotten");
    }

    private static TokenSequence[] Tree()
    {
        int[] head = [.. Enumerable.Range(0, 18)];
        return [Row([.. head, 1, 2, 3, 4]), Row([.. head, 1, 5, 6]), Row([.. head[..17], 7, 8, 9, 10, 11]), Row([.. head, 1, 5, 7, 2])];
    }

    private static TokenSequence Row(int[] ids) => new(ids, [.. ids.Select((_, t) => t >= ids.Length - 3 ? 1f : 0)]);

    private static (double Loss, Dictionary<string, double[]> Gradients) Whole(bool checkpointing, int budget, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(7);
        using Decoder decoder = Decoder.Create(TinyDecoder.Config, generator, new DecoderOptions { Trainable = true, Type = type, Checkpointing = checkpointing });
        using SequenceTrainer trainer = new(decoder, _ => 0, new SequenceTrainerOptions { TokenBudget = budget, MaxGradientNorm = double.PositiveInfinity });
        double loss = trainer.Step(Tree()).Loss;
        return (loss, trainer.Parameters.ToDictionary(p => p.Name, p => p.Parameter.grad!.to(float64).contiguous().data<double>().ToArray()));
    }

    private static double[] Adapter(bool checkpointing, int budget)
    {
        using var scope = NewDisposeScope();
        LoraHost host = new();
        using Generator generator = new(7), dropout = new(5);
        using Decoder decoder = Decoder.Create(TinyDecoder.Config, generator, new DecoderOptions { Checkpointing = checkpointing, Randomness = () => host.DropoutGenerator, Wrap = host.Wrap });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { Dropout = 0.3, TargetModules = [LoraOptions.AllLinear] }, generator, CPU);
        using (no_grad())
        {
            foreach (var (_, parameter) in adapter.Parameters())
            {
                parameter.normal_(0, 0.2, generator);
            }
        }

        host.Use(adapter);
        using SequenceTrainer trainer = new(decoder, adapter.Parameters(), _ => 0, new SequenceTrainerOptions { TokenBudget = budget, MaxGradientNorm = double.PositiveInfinity });
        host.DropoutGenerator = dropout;
        _ = trainer.Step(Tree());
        return [.. trainer.Parameters.SelectMany(p => p.Parameter.grad!.to(float64).contiguous().data<double>().ToArray())];
    }

    private sealed class FailingFunction : KernelFunction<FailingFunction>
    {
        protected override int Arguments => 1;

        protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars) => ((Tensor)vars[0]).clone();

        protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient) => throw new InvalidDataException("fails on purpose");
    }
}
