namespace SotopiaPi.Torch.Tests;

internal sealed class BatchBudgetTests
{
    [Test]
    public void Split_groups_similar_lengths_within_the_budget() =>
        Assert.That(BatchBudget.OfTokens(9).Split(Lengths(3, 9, 4, 2, 5)), Is.EqualTo((int[][])[[1], [4, 2], [0, 3]]));

    [Test]
    public void A_longer_sequence_goes_alone() => Assert.That(BatchBudget.OfTokens(9).Split(Lengths(20, 1)), Is.EqualTo((int[][])[[0], [1]]));

    [Test]
    public void Nothing_gives_no_group() => Assert.That(BatchBudget.OfTokens(9).Split([]), Is.Empty);

    [Test]
    public void Bytes_bound_tokens_and_targets_together()
    {
        BatchBudget budget = new(100, 60, new ActivationMemory(PerToken: 2, PerTarget: 10));
        Assert.That(budget.Fits(10, 4), Is.True);
        Assert.That(budget.Fits(11, 4), Is.False);
        Assert.That(budget.Split([(10, 2), (8, 2), (8, 0)]), Is.EqualTo((int[][])[[0], [1, 2]]));
        BatchBudget left = budget.Without(10, 3);
        Assert.That((left.Tokens, left.Bytes), Is.EqualTo((90, 10L)));
    }

    private static (int, int)[] Lengths(params int[] tokens) => [.. tokens.Select(count => (count, 0))];
}
