using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TokenTreeTests
{
    [Test]
    public void Of_lays_the_longest_path_first_and_branches_behind_it()
    {
        TokenSequence trunk = Row([1, 2, 3, 4, 5], 3);
        TokenSequence early = Row([1, 2, 8, 9], 2);
        TokenSequence late = Row([1, 2, 3, 4, 7], 4);
        TokenSequence inside = Row([1, 2, 3], 2);
        TokenTree tree = TokenTree.Of([[0, 1, 2, 3]], [early, trunk, late, inside], [1, 1, 1, 0.5]);
        Assert.That(tree.Ids, Is.EqualTo([1, 2, 3, 4, 5, 8, 9, 7]));
        Assert.That(tree.Positions, Is.EqualTo([0, 1, 2, 3, 4, 2, 3, 4]));
        AttentionComponent component = tree.Components.Single();
        Assert.That((component.Start, component.Count, tree.IsPlain), Is.EqualTo((0, 8, false)));
        Assert.That(component.Segments.Select(s => s.Own), Is.EqualTo([new TokenSpan(0, 5, 0), new(5, 2, 2), new(7, 1, 4)]));
        Assert.That(component.Segments.Select(s => s.Before.ToArray()), Is.EqualTo(new TokenSpan[][] { [], [new(0, 2, 0)], [new(0, 4, 0)] }));
        Assert.That(tree.Targets, Is.EquivalentTo([new TreeTarget(1, 8, 1), new(5, 9, 1), new(2, 4, 1), new(3, 5, 1), new(3, 7, 1), new(1, 3, 0.5)]));
    }

    [Test]
    public void Equal_predictions_of_several_sequences_are_one_with_the_sum_of_weights()
    {
        TokenTree tree = TokenTree.Of([[0, 1]], [Row([1, 2, 3], 1), Row([1, 2, 3, 4], 2)], [1, 2]);
        Assert.That(tree.Targets, Is.EquivalentTo([new TreeTarget(0, 2, 1), new(1, 3, 3), new(2, 4, 2)]));
        Assert.That(tree.IsPlain, Is.True, "one continues the other");
    }

    [Test]
    public void Gradients_of_random_trees_are_those_of_the_separate_rows([Values(ScalarType.Float32, ScalarType.Float64)] ScalarType type, [Values] bool window)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(7);
        DecoderConfig config = TinyDecoder.Config with { Layers = LayerConfig.Repeat(2, new RopeConfig(10000), window ? 5 : null) };
        using Decoder decoder = Decoder.Create(config, generator, new DecoderOptions { Trainable = true, Type = type });
        double tolerance = type == ScalarType.Float64 ? 1e-10 : 1e-5;
        Prop.ForAll<int>(seed =>
        {
            TokenSequence[] rows = RandomRows(seed);
            var (tree, treeLoss) = Gradient(decoder, rows, share: true);
            var (deep, deepLoss) = Gradient(decoder, rows, share: true, tokens: 1 + Math.Abs(seed % 60));
            var (separate, loss) = Gradient(decoder, rows, share: false);
            return Math.Abs(treeLoss - loss) < 1e-5 && Distance(tree, separate) < tolerance && Math.Abs(deepLoss - loss) < 1e-5 && Distance(deep, separate) < tolerance;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));                          // in four cases: 200 trees
    }

    /// <summary>Rows over two letters, so that they share much; the head of 16 equal letters makes families of them.</summary>
    private static TokenSequence[] RandomRows(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
        {
            int[] ids = [.. Enumerable.Repeat(3, 16), .. Enumerable.Range(0, random.Next(2, 30)).Select(_ => random.Next(2))];
            return new TokenSequence(ids, [.. ids.Select((_, t) => t > 10 && (random.Next(2) == 0 || t == ids.Length - 1) ? 1f : 0)]);
        })];
    }

    private static (Dictionary<string, double[]> Gradients, double Loss) Gradient(Decoder decoder, TokenSequence[] rows, bool share, int tokens = 200)
    {
        using var scope = NewDisposeScope();
        using SequenceTrainer trainer = new(decoder, _ => 0, new SequenceTrainerOptions { SharePrefixes = share, MaxGradientNorm = double.PositiveInfinity, TokenBudget = tokens });
        StepResult result = trainer.Step(rows);
        Assert.That(result.Tokens, share ? Is.LessThanOrEqualTo(rows.Sum(r => r.Ids.Length)) : Is.EqualTo(rows.Sum(r => r.Ids.Length)));
        return (trainer.Parameters.ToDictionary(p => p.Name, p => p.Parameter.grad!.to(float64).contiguous().data<double>().ToArray()), result.Loss);
    }

    private static double Distance(Dictionary<string, double[]> actual, Dictionary<string, double[]> expected)
    {
        double norm = Math.Sqrt(expected.Values.Sum(g => g.Sum(x => x * x)));
        return Math.Sqrt(expected.Sum(e => e.Value.Zip(actual[e.Key], (a, b) => (a - b) * (a - b)).Sum())) / norm;
    }

    private static TokenSequence Row(int[] ids, int firstTarget) => new(ids, [.. ids.Select((_, t) => t >= firstTarget ? 1f : 0)]);
}
