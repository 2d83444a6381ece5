namespace SotopiaPi.Torch.Tests;

internal sealed class MicroBatchesTests
{
    [Test]
    public void Sequences_that_share_enough_form_a_family()
    {
        TokenSequence[] rows = [Row(20, 1), Row(5, 2), Row(20, 3), Row(5, 9)];
        Assert.That(MicroBatches.Of(rows, BatchBudget.OfTokens(1000), sharePrefixes: true), Is.EqualTo([(int[][])[[0, 2], [1], [3]]]));
        Assert.That(MicroBatches.Of(rows, BatchBudget.OfTokens(1000), sharePrefixes: false).Single(), Has.Count.EqualTo(4));
    }

    [TestCase(62, 1)]
    [TestCase(61, 2)]
    public void Long_sequences_must_share_a_sixteenth(int shared, int families)
    {
        TokenSequence[] rows = [.. Enumerable.Range(1, 2).Select(end => new TokenSequence([.. Enumerable.Repeat(0, shared), .. Enumerable.Repeat(end, 1000 - shared)], [0, .. Enumerable.Repeat(1f, 999)]))];
        Assert.That(MicroBatches.Of(rows, BatchBudget.OfTokens(10_000), sharePrefixes: true).Single(), Has.Count.EqualTo(families));
    }

    [Test]
    public void A_family_over_the_budget_goes_alone_and_whole()
    {
        TokenSequence[] rows = [.. Enumerable.Range(1, 5).Select(end => Row(20, end)), Row(3, 7)];
        Assert.That(MicroBatches.Of(rows, BatchBudget.OfTokens(23), sharePrefixes: true), Is.EqualTo((int[][][])[[[0, 1, 2, 3, 4]], [[5]]]));
    }

    [Test]
    public void Sequences_without_a_target_are_left_out() =>
        Assert.That(MicroBatches.Of([new TokenSequence([1, 2], [0, 0]), Row(1, 2)], BatchBudget.OfTokens(10), sharePrefixes: true), Is.EqualTo((int[][][])[[[1]]]));

    private static TokenSequence Row(int shared, int end) => new([.. Enumerable.Repeat(0, shared), end], [.. Enumerable.Repeat(0f, shared), 1]);
}
