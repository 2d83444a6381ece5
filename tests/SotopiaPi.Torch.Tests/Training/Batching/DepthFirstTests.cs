namespace SotopiaPi.Torch.Tests;

internal sealed class DepthFirstTests
{
    private static readonly TokenSequence s_trunk = Row([1, 2, 3, 4, 5, 6, 7, 8], 6);
    private static readonly TokenSequence s_early = Row([1, 2, 9, 10, 11], 3);
    private static readonly TokenSequence s_late = Row([1, 2, 3, 4, 12], 4);
    private static readonly TokenSequence s_deep = Row([1, 2, 9, 13, 14, 15], 4);

    private static TokenTree Tree => TokenTree.Of([[0, 1, 2, 3]], [s_trunk, s_early, s_late, s_deep], [1, 1, 1, 1]);

    [Test]
    public void A_tree_within_the_budget_is_one_pass()
    {
        TokenTree tree = Tree;
        Assert.That(tree.Ids, Has.Count.EqualTo(15));
        TreePass pass = DepthFirst.Cut(tree, BatchBudget.OfTokens(15)).Single();
        Assert.That((pass.Tokens, pass.Kept, pass.Branches.Count), Is.EqualTo((tree, 0, 0)));
    }

    [Test]
    public void A_trunk_goes_first_and_its_branches_together_as_far_as_they_fit()
    {
        TreePass trunk = DepthFirst.Cut(Tree, BatchBudget.OfTokens(14)).Single();
        Assert.That(trunk.Tokens.Ids, Is.EqualTo([1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.That(trunk.Kept, Is.EqualTo(4), "the latest branch leaves after 4");
        Assert.That(trunk.Tokens.Targets, Is.EquivalentTo([new TreeTarget(5, 7, 1), new(6, 8, 1), new(3, 12, 1)]), "what a branch begins with is predicted by the trunk");
        Assert.That(trunk.Branches.Select(branch => branch.Tokens.Ids.ToArray()), Is.EqualTo((int[][])[[9, 13, 14, 15, 10, 11], [12]]));
        TreePass both = trunk.Branches[0];
        Assert.That(both.Tokens.Positions, Is.EqualTo([2, 3, 4, 5, 3, 4]));
        AttentionComponent component = both.Tokens.Components.Single();
        Assert.That((component.Start, component.Count), Is.EqualTo((0, 10)), "4 rows kept and 6 own");
        Assert.That(component.Segments.Select(s => s.Own), Is.EqualTo([new TokenSpan(4, 4, 2), new(8, 2, 3)]));
        Assert.That(component.Segments.Select(s => s.Before.ToArray()), Is.EqualTo(new TokenSpan[][] { [new(0, 2, 0)], [new(0, 2, 0), new(4, 1, 2)] }));
        Assert.That(both.Tokens.Targets, Is.EquivalentTo([new TreeTarget(1, 14, 1), new(2, 15, 1), new(0, 10, 1), new(4, 11, 1)]));
    }

    [Test]
    public void A_branch_over_what_is_left_becomes_a_trunk_itself()
    {
        TreePass trunk = DepthFirst.Cut(Tree, BatchBudget.OfTokens(11)).Single();
        TreePass branch = trunk.Branches.Single(b => b.Branches.Count > 0);
        Assert.That((branch.Tokens.Ids.ToArray(), branch.Kept), Is.EqualTo((new[] { 9, 13, 14, 15 }, 1)));
        TreePass leaf = branch.Branches.Single();
        Assert.That(leaf.Tokens.Components.Single().Segments.Single().Own, Is.EqualTo(new TokenSpan(5, 2, 3)), "4 rows of the trunk and 1 of the branch are kept");
        Assert.That(leaf.Tokens.Components.Single().Segments.Single().Before, Is.EqualTo([new TokenSpan(0, 2, 0), new(4, 1, 2)]));
    }

    [Test]
    public void Every_token_and_target_goes_through_once([Range(1, 15)] int budget)
    {
        TokenTree tree = Tree;
        TreePass[] passes = [.. DepthFirst.Cut(tree, BatchBudget.OfTokens(budget)).SelectMany(All)];
        Assert.That(passes.SelectMany(p => p.Tokens.Ids), Is.EquivalentTo(tree.Ids));
        Assert.That(passes.SelectMany(p => p.Tokens.Targets).Select(t => t.Id), Is.EquivalentTo(tree.Targets.Select(t => t.Id)));
    }

    private static IEnumerable<TreePass> All(TreePass pass) => pass.Branches.SelectMany(All).Prepend(pass);

    private static TokenSequence Row(int[] ids, int firstTarget) => new(ids, [.. ids.Select((_, t) => t >= firstTarget ? 1f : 0)]);
}
