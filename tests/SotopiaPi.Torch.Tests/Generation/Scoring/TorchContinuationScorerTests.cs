using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TorchContinuationScorerTests
{
    private const string Prompt = "Ada: Ada sells a lamp to Ben.";

    private TestModel _model = null!;

    [SetUp]
    public void MakeModel() => _model = new();

    [TearDown]
    public void DeleteModel() => _model.Dispose();

    [Test]
    public async Task Scores_are_the_sums_of_what_the_decoder_gives_each_token()
    {
        string[] continuations = [" I ask 23 coins.", " 2", "!", " We both win! I take 2 books"];
        using TorchContinuationScorer scorer = TorchContinuationScorer.Load(_model.Folder);
        IReadOnlyList<double> scores = await scorer.ScoreAsync(Prompt, continuations);
        using Decoder decoder = Decoder.Load(_model.Folder);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(_model.Folder);
        for (int i = 0; i < continuations.Length; i++)
        {
            Assert.That(scores[i], Is.EqualTo(Naive(decoder, tokenizer, continuations[i])).Within(1e-4), continuations[i]);
        }
    }

    [Test]
    public async Task Continuations_of_one_token_share_a_pass_and_score_as_alone()
    {
        string[] letters = [" A", " B", " C", " D"];
        using TorchContinuationScorer scorer = TorchContinuationScorer.Load(_model.Folder);
        IReadOnlyList<double> together = await scorer.ScoreAsync(Prompt, letters);
        for (int i = 0; i < letters.Length; i++)
        {
            Assert.That((await scorer.ScoreAsync(Prompt, [letters[i]]))[0], Is.EqualTo(together[i]).Within(1e-5));
        }

        Assert.That(together.Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task An_adapter_changes_the_scores()
    {
        _model.WriteAdapter("bc", 3);
        using TorchContinuationScorer plain = TorchContinuationScorer.Load(_model.Folder);
        using TorchContinuationScorer adapted = TorchContinuationScorer.Load(_model.Folder, Path.Combine(_model.Adapters, "bc"));
        Assert.That((await adapted.ScoreAsync(Prompt, [" A"]))[0], Is.Not.EqualTo((await plain.ScoreAsync(Prompt, [" A"]))[0]).Within(1e-6));
    }

    [Test]
    public void Wrong_requests_are_refused()
    {
        using TorchContinuationScorer scorer = TorchContinuationScorer.Load(_model.Folder);
        Assert.That(async () => await scorer.ScoreAsync(Prompt, [""]), Throws.ArgumentException.With.Message.Contains("adds no token"));
        Assert.That(async () => await scorer.ScoreAsync(string.Concat(Enumerable.Repeat(Prompt, 200)), [" A"]), Throws.InstanceOf<ContextLengthException>());
    }

    private static double Naive(Decoder decoder, HuggingFaceTokenizer tokenizer, string continuation)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        int[] before = tokenizer.Encode(Prompt, addSpecialTokens: true);
        int[] all = tokenizer.Encode(Prompt + continuation, addSpecialTokens: true);
        int shared = before.Zip(all).TakeWhile(pair => pair.First == pair.Second).Count();
        Tensor logits = decoder.forward(tensor(all.Select(id => (long)id).ToArray()));
        return Enumerable.Range(shared, all.Length - shared).Sum(place =>
        {
            double[] row = [.. logits[place - 1].data<float>().Select(value => (double)value)];
            double most = row.Max();
            return row[all[place]] - most - Math.Log(row.Sum(value => Math.Exp(value - most)));
        });
    }
}
