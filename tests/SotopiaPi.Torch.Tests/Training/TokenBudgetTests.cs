namespace SotopiaPi.Torch.Tests;

internal sealed class TokenBudgetTests
{
    [Test]
    public void Split_groups_similar_lengths_within_the_budget() =>
        Assert.That(TokenBudget.Split([3, 9, 4, 2, 5], 9), Is.EqualTo((int[][])[[1], [4, 2], [0, 3]]));

    [Test]
    public void A_longer_sequence_goes_alone() => Assert.That(TokenBudget.Split([20, 1], 9), Is.EqualTo((int[][])[[0], [1]]));

    [Test]
    public void Nothing_gives_no_group() => Assert.That(TokenBudget.Split([], 9), Is.Empty);
}
