using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class SequenceTrainerTests
{
    private static readonly SequenceTrainerOptions s_plain = new() { MaxGradientNorm = double.PositiveInfinity };

    [Test]
    public void Step_learns_a_batch_by_heart()
    {
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        using SequenceTrainer trainer = new(decoder, new CosineSchedule(3e-2, 60, 3).At);
        TokenSequence[] rows = TinyDecoder.Rows(4);
        StepResult[] results = [.. Enumerable.Range(0, 60).Select(_ => trainer.Step(rows))];
        Assert.That(results[0].LearningRate, Is.Zero);
        Assert.That(results[1].Loss, Is.EqualTo(results[0].Loss).Within(1e-5), "a step at rate 0 changes nothing");
        Assert.That(results[^1].Loss, Is.LessThan(0.1));
        Assert.That(trainer.Evaluate(rows), Is.LessThan(0.1));
        Assert.That((trainer.Steps, results[^1].Step, results[^1].Tokens), Is.EqualTo((60, 59, 3 + 5 + 7 + 9)));
    }

    [Test]
    public void Step_does_not_depend_on_the_token_budget()
    {
        TokenSequence[] rows = TinyDecoder.Rows(5);
        var together = After(rows, s_plain);
        var alone = After(rows, s_plain with { TokenBudget = 1 });
        Assert.That(alone.Result.Loss, Is.EqualTo(together.Result.Loss).Within(1e-6), "summed in float32");
        Assert.That(Distance(alone.Gradients, together.Gradients), Is.LessThan(1e-12));
    }

    [Test]
    public void Merged_turns_have_the_gradient_of_separate_rows()
    {
        TokenSequence longest = TinyDecoder.Rows(6)[^1];
        TokenSequence[] turns = [.. Enumerable.Range(1, 4).Select(turn => Turn(longest.Ids[..(3 * turn)]))];
        IReadOnlyList<TokenSequence> merged = TokenSequence.Merge(turns);
        Assert.That(merged, Has.Count.EqualTo(1));
        var (one, four) = (After(merged, s_plain), After(turns, s_plain));
        Assert.That(one.Result.Loss, Is.EqualTo(four.Result.Loss).Within(1e-6));
        Assert.That(Distance(one.Gradients, four.Gradients), Is.LessThan(1e-12));
    }

    [Test]
    public void Gradients_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        TokenSequence[] rows = TinyDecoder.Rows(3);
        using Decoder decoder = TinyDecoder.Create();
        using SequenceTrainer trainer = new(decoder, _ => 0, s_plain);
        _ = trainer.Step(rows);
        Random random = new(3);
        foreach ((string name, var parameter) in trainer.Parameters)
        {
            using var frozen = no_grad();
            Tensor flat = parameter.view(-1);
            long index = random.NextInt64(flat.numel());
            double before = flat[index].ToDouble();
            double At(double value)
            {
                flat[index] = tensor(value, float64);
                return trainer.Evaluate(rows);
            }

            double slope = (At(before + 1e-5) - At(before - 1e-5)) / 2e-5;
            _ = At(before);
            Assert.That(parameter.grad!.view(-1)[index].ToDouble(), Is.EqualTo(slope).Within(1e-8), name);
        }
    }

    [Test]
    public void Large_gradients_are_clipped_to_the_norm()
    {
        TokenSequence[] rows = TinyDecoder.Rows(3);
        var free = After(rows, s_plain);
        var clipped = After(rows, s_plain with { MaxGradientNorm = 0.01 });
        Assert.That(free.Result.GradientNorm, Is.GreaterThan(0.01));
        Assert.That(clipped.Result.GradientNorm, Is.EqualTo(free.Result.GradientNorm), "before clipping");
        Assert.That(Math.Sqrt(clipped.Gradients.Values.Sum(g => g.Sum(x => x * x))), Is.EqualTo(0.01).Within(1e-5));
    }

    [Test]
    public void The_mean_of_means_weighs_micro_batches_alike()
    {
        TokenSequence few = new([1, 2], [0, 1]);
        TokenSequence many = new([3, 4, 5, 6, 7], [0, 1, 1, 1, 1]);
        double Loss(params TokenSequence[] batch) => After(batch, s_plain with { Normalisation = LossNormalisation.MeanOfMicroBatchMeans, MicroBatchSize = 1 }).Result.Loss;
        Assert.That(Loss(few, many), Is.EqualTo((Loss(few) + Loss(many)) / 2).Within(1e-6));
        Assert.That(After([few, many], s_plain).Result.Loss, Is.EqualTo((Loss(few) + (4 * Loss(many))) / 5).Within(1e-6), "tokens count alike by default");
    }

    [Test]
    public void A_loss_that_is_not_finite_stops_before_the_update()
    {
        using var scope = NewDisposeScope();
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        using SequenceTrainer trainer = new(decoder, _ => 1);
        using (no_grad())
        {
            trainer.Parameters[0].Parameter.fill_(float.NaN);
        }

        Tensor before = trainer.Parameters[1].Parameter.detach().clone();
        Assert.That(() => trainer.Step(TinyDecoder.Rows(2)), Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("Step 0 has the loss NaN"));
        Assert.That(trainer.Steps, Is.Zero);
        Assert.That(Tensors.MaxDifference(trainer.Parameters[1].Parameter, before), Is.Zero);
    }

    [Test]
    public void A_cancelled_step_changes_nothing()
    {
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        using SequenceTrainer trainer = new(decoder, _ => 1);
        Assert.That(() => trainer.Step(TinyDecoder.Rows(2), new CancellationToken(canceled: true)), Throws.TypeOf<OperationCanceledException>());
        Assert.That(trainer.Steps, Is.Zero);
    }

    [Test]
    public void Threads_change_nothing_beyond_rounding()
    {
        TokenSequence[] rows = TinyDecoder.Rows(8);
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = After(rows, s_plain);
            set_num_threads(2);
            var two = After(rows, s_plain);
            Assert.That(Distance(two.Gradients, one.Gradients), Is.LessThan(1e-12));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Test]
    public void Live_tensors_stay_flat_over_200_steps()
    {
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        using SequenceTrainer trainer = new(decoder, _ => 1e-3);
        TokenSequence[] rows = TinyDecoder.Rows(4);
        _ = trainer.Step(rows);
        long after1 = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (int step = 1; step < 200; step++)
        {
            _ = trainer.Step(rows);
        }

        Assert.That(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Is.LessThanOrEqualTo(after1));
    }

    [Test]
    public void A_batch_without_targets_is_refused()
    {
        using Decoder decoder = TinyDecoder.Create();
        using SequenceTrainer trainer = new(decoder, _ => 1);
        Assert.That(() => trainer.Step([new TokenSequence([1, 2], [0, 0])]), Throws.InvalidOperationException.With.Message.Contains("has a target"));
    }

    [Test]
    public void A_frozen_decoder_is_refused()
    {
        using Generator generator = new(7);
        using Decoder decoder = Decoder.Create(TinyDecoder.Config, generator);
        Assert.That(() => new SequenceTrainer(decoder, _ => 1), Throws.ArgumentException.With.Message.Contains("Trainable"));
    }

    private static TokenSequence Turn(int[] ids) => new(ids, [.. ids.Select((_, t) => t >= ids.Length - 2 ? 1f : 0)]);

    private static (StepResult Result, Dictionary<string, double[]> Gradients) After(IReadOnlyList<TokenSequence> rows, SequenceTrainerOptions options)
    {
        using var scope = NewDisposeScope();
        using Decoder decoder = TinyDecoder.Create();
        using SequenceTrainer trainer = new(decoder, _ => 1e-3, options);
        StepResult result = trainer.Step(rows);
        return (result, trainer.Parameters.ToDictionary(p => p.Name, p => p.Parameter.grad!.contiguous().data<double>().ToArray()));
    }

    private static double Distance(Dictionary<string, double[]> actual, Dictionary<string, double[]> expected) =>
        expected.Max(e => e.Value.Zip(actual[e.Key], (a, b) => Math.Abs(a - b)).Max());
}
