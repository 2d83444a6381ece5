using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Losses of whole rows on a decoder in float64: against plain loops, plain autograd and finite differences.</summary>
[LiveTensorsFlat]
internal sealed class ValueLossTests
{
    private const double Beta = 0.7;
    private static readonly SequenceTrainerOptions s_plain = new() { MaxGradientNorm = double.PositiveInfinity };

    [Test]
    public void Values_are_the_log_probabilities_of_plain_loops([Values(1, 4096)] int tokenBudget)
    {
        using Decoder decoder = TinyDecoder.Create();
        using SequenceTrainer trainer = new(decoder, _ => 0, s_plain with { TokenBudget = tokenBudget });
        TrainingItem[] items = Items();
        double[][] values = trainer.Values([.. items.Select(item => item.Sequences)], CancellationToken.None);
        for (int i = 0; i < items.Length; i++)
        {
            Assert.That(values[i], Is.EqualTo(items[i].Sequences.Select(row => LogProbability(decoder, row))).Within(1e-6), "its rotations are tables in float32");
        }
    }

    [Test]
    public void A_step_has_loss_and_gradient_of_plain_autograd([Values(1, 7, 4096)] int tokenBudget, [Values(0, 0.1)] double smoothing)
    {
        using var scope = NewDisposeScope();
        using Decoder decoder = TinyDecoder.Create();
        TrainingItem[] items = Items();
        using SequenceTrainer trainer = new(decoder, _ => 0, s_plain with { TokenBudget = tokenBudget });
        StepResult result = new ValueLoss(trainer, (item, values) => Preference(item, values, smoothing)).Step(items, CancellationToken.None);
        Dictionary<string, Tensor> own = trainer.Parameters.ToDictionary(p => p.Name, p => p.Parameter.grad!.clone());
        foreach (var (_, parameter) in trainer.Parameters)
        {
            parameter.grad!.zero_();
        }

        Tensor loss = PlainLoss(decoder, items, smoothing);
        loss.backward();
        Assert.That(result.Loss, Is.EqualTo(loss.ToDouble()).Within(1e-10));
        foreach (var (name, parameter) in trainer.Parameters)
        {
            Assert.That(Tensors.MaxDifference(own[name], parameter.grad!), Is.LessThan(1e-11), name);
        }
    }

    [Test]
    public void Gradients_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        using Decoder decoder = TinyDecoder.Create();
        using SequenceTrainer trainer = new(decoder, _ => 0, s_plain);
        TrainingItem[] items = Items();
        ValueLoss loss = new(trainer, (item, values) => Preference(item, values, 0));
        loss.Step(items, CancellationToken.None);
        Random random = new(4);
        foreach (var (name, parameter) in trainer.Parameters)
        {
            using var frozen = no_grad();
            Tensor flat = parameter.view(-1);
            long index = random.NextInt64(flat.numel());
            double value = flat[index].ToDouble(), gradient = parameter.grad!.view(-1)[index].ToDouble();
            double At(double to)
            {
                flat[index] = to;
                return loss.Evaluate(items, CancellationToken.None);
            }

            double slope = (At(value + 1e-5) - At(value - 1e-5)) / 2e-5;
            flat[index] = value;
            Assert.That(gradient, Is.EqualTo(slope).Within(1e-7), name);
        }
    }

    /// <summary>Two comparisons whose sides branch from one prompt – the second with two turns on each side –, one whose sides share nothing.</summary>
    private static TrainingItem[] Items()
    {
        Random random = new(9);
        int[] prompt = Draw(random, 20);
        TokenSequence chosen = Row([.. prompt, 3, 4, 5], 20), rejected = Row([.. prompt, 3, 9], 20);
        TokenSequence more = Row([.. prompt, 3, 4, 5, 7, 8, 1, 2], 25), other = Row([.. prompt, 3, 9, 7, 8, 6], 24);
        return
        [
            Item("one", [chosen], [rejected]),
            Item("two", [chosen, more], [rejected, other]),
            Item("three", [Row(Draw(random, 5), 3)], [Row(Draw(random, 8), 2)]),
        ];
    }

    private static TrainingItem Item(string name, TokenSequence[] chosen, TokenSequence[] rejected) => new(name, [name], [.. chosen, .. rejected], 0) { PreferredRows = chosen.Length };

    private static int[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(TinyDecoder.Vocabulary))];

    private static TokenSequence Row(int[] ids, int learntFrom) => new(ids, [.. ids.Select((_, t) => t >= learntFrom ? 1f : 0)]);

    private static (double Loss, double[] Derivatives) Preference(TrainingItem item, double[] values, double smoothing)
    {
        double margin = Beta * (values[..item.PreferredRows].Sum() - values[item.PreferredRows..].Sum() - Before(item));
        double derivative = Beta * PairwiseLogistic.Derivative(margin, smoothing);
        return (PairwiseLogistic.Loss(margin, smoothing), [.. values.Select((_, i) => i < item.PreferredRows ? derivative : -derivative)]);
    }

    /// <summary>Some difference of log-probabilities of another model.</summary>
    private static double Before(TrainingItem item) => item.Name.Length - 4;

    private static Tensor PlainLoss(Decoder decoder, TrainingItem[] items, double smoothing)
    {
        Tensor[] losses = [.. items.Select(item =>
        {
            Tensor[] rows = [.. item.Sequences.Select(row => PlainLogProbability(decoder, row))];
            Tensor margin = Beta * (stack(rows[..item.PreferredRows]).sum() - stack(rows[item.PreferredRows..]).sum() - Before(item));
            return ((smoothing - 1) * nn.functional.logsigmoid(margin)) - (smoothing * nn.functional.logsigmoid(-margin));
        })];
        return stack(losses).mean();
    }

    private static Tensor PlainLogProbability(Decoder decoder, TokenSequence row)
    {
        Tensor ids = tensor([.. row.Ids.Select(id => (long)id)]);
        Tensor chosen = nn.functional.log_softmax(decoder.forward(ids), -1).narrow(0, 0, row.Ids.Length - 1).gather(1, ids.narrow(0, 1, row.Ids.Length - 1).unsqueeze(1)).squeeze(1);
        return (chosen * tensor(row.LossWeights[1..])).sum();
    }

    private static double LogProbability(Decoder decoder, TokenSequence row)
    {
        using var scope = NewDisposeScope();
        ScalarDecoder loops = new(decoder.Config, decoder.state_dict().ToDictionary(e => e.Key, e => e.Value.detach().contiguous().data<double>().ToArray()));
        double[][] logits = loops.Logits([.. row.Ids.Select(id => (long)id)]);
        double sum = 0;
        for (int t = 1; t < row.Ids.Length; t++)
        {
            double top = logits[t - 1].Max();
            sum += row.LossWeights[t] * (logits[t - 1][row.Ids[t]] - top - Math.Log(logits[t - 1].Sum(x => Math.Exp(x - top))));
        }

        return sum;
    }
}
