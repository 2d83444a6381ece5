using FsCheck;
using FsCheck.Fluent;

namespace SotopiaPi.Torch.Tests;

internal sealed class TokenSequenceTests
{
    [Test]
    public void Merge_puts_the_turns_of_a_seat_into_one_sequence()
    {
        TokenSequence first = new([1, 2, 3, 9], [0, 0, 1, 1]);
        TokenSequence second = new([1, 2, 3, 9, 4, 5, 9], [0, 0, 0, 0, 0, 2, 2]);
        TokenSequence merged = TokenSequence.Merge([first, second]).Single();
        Assert.That(merged.Ids, Is.EqualTo(second.Ids));
        Assert.That(merged.LossWeights, Is.EqualTo([0f, 0, 1, 1, 0, 2, 2]));
        Assert.That((merged.TargetCount, merged.TargetWeight), Is.EqualTo((4, 6.0)));
        Assert.That(second.LossWeights, Is.EqualTo([0f, 0, 0, 0, 0, 2, 2]), "what came in is not changed");
    }

    [Test]
    public void Merge_keeps_sequences_that_branch()
    {
        TokenSequence left = new([1, 2, 3], [0, 0, 1]);
        TokenSequence right = new([1, 2, 4], [0, 0, 1]);
        Assert.That(TokenSequence.Merge([left, right]).Select(s => s.Ids), Is.EqualTo([left.Ids, right.Ids]));
    }

    [Test]
    public void Merge_adds_the_weights_of_equal_sequences()
    {
        TokenSequence twice = new([1, 2], [0, 1]);
        Assert.That(TokenSequence.Merge([twice, twice]).Single().LossWeights, Is.EqualTo([0f, 2]));
    }

    [Test]
    public void Merge_keeps_the_weight_of_every_prediction() =>
        Prop.ForAll<byte[]>(MergeKeepsPredictions).QuickCheckThrowOnFailure();

    private static bool MergeKeepsPredictions(byte[] choices)
    {
        List<TokenSequence> rows = [];
        for (int i = 0; i + 1 < choices.Length; i += 2)
        {
            int length = 2 + (choices[i] % 5);
            int[] ids = [.. Enumerable.Range(0, length).Select(t => (choices[i + 1] >> t) % 2)];
            rows.Add(new TokenSequence(ids, [.. Enumerable.Range(0, length).Select(t => t == 0 ? 0f : 1 << (t % 3))]));
        }

        return Predictions(TokenSequence.Merge(rows)).SequenceEqual(Predictions(rows));
    }

    [Test]
    public void Weights_that_cannot_be_learnt_are_refused()
    {
        Assert.That(() => new TokenSequence([1, 2], [0]), Throws.ArgumentException.With.Message.Contains("2 tokens and 1 weights"));
        Assert.That(() => new TokenSequence([1, 2], [1, 1]), Throws.ArgumentException.With.Message.Contains("first token"));
        Assert.That(() => new TokenSequence([1, 2], [0, float.NaN]), Throws.ArgumentException.With.Message.Contains("position 1"));
        Assert.That(() => new TokenSequence([1, 2], [0, -1]), Throws.ArgumentException.With.Message.Contains("not negative"));
    }

    /// <summary>The sum of the weights with which each token is predicted after each prefix.</summary>
    private static IEnumerable<(string Prefix, double Weight)> Predictions(IEnumerable<TokenSequence> rows) =>
        from row in rows
        from t in Enumerable.Range(0, row.Ids.Length)
        where row.LossWeights[t] > 0
        group (double)row.LossWeights[t] by string.Join(' ', row.Ids[..(t + 1)]) into same
        orderby same.Key
        select (same.Key, same.Sum());
}
