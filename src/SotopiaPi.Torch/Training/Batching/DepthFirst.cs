namespace SotopiaPi.Torch;

/// <summary>
/// Cuts a tree that exceeds the budget into passes (arXiv:2602.00482): a trunk whose keys and values are kept, then its branches, as many at once
/// as fit beside it. The gradients of a trunk's keys and values add up until its own backward pass, so the sum is that of the whole tree.
/// </summary>
internal sealed class DepthFirst
{
    private readonly TokenTree _tree;
    private readonly List<(TokenSpan Own, int Row)> _rows = [];                         // where the rows of the tree lie among the keys of the pass at hand

    private DepthFirst(TokenTree tree) => _tree = tree;

    /// <summary>Cuts.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="budget">What may be alive at once; a segment that does not fit goes alone.</param>
    /// <returns>The passes without a trunk, one of the whole tree where it fits.</returns>
    public static IReadOnlyList<TreePass> Cut(TokenTree tree, BatchBudget budget) => budget.Fits(tree.Ids.Count, tree.Targets.Count)
        ? [new TreePass(tree, 0, [])]
        : new DepthFirst(tree).Passes(TreeNode.Of(tree), 0, budget);

    private List<TreePass> Passes(IReadOnlyList<TreeNode> siblings, int past, BatchBudget budget)
    {
        List<TreePass> passes = [];
        TreeNode[] small = [.. siblings.Where(node => budget.Fits(node.AllTokens, node.AllTargets))];
        foreach (int[] group in budget.Split([.. small.Select(node => (node.AllTokens, node.AllTargets))]))
        {
            TreeNode[] members = [.. group.Order().Select(i => small[i])];
            passes.Add(Pass([.. members.Select(member => member.All().ToArray())], past, 0, static () => []));
        }

        foreach (TreeNode node in siblings.Except(small))
        {
            BatchBudget left = budget.Without(node.Segment.Own.Count, node.Targets.Count);
            passes.Add(Pass([[node]], past, node.Kept, () => Passes(node.Children, past + node.Kept, left)));
        }

        return passes;
    }

    // The rows stay known while the branches are cut.
    private TreePass Pass(IReadOnlyList<TreeNode[]> families, int past, int kept, Func<IReadOnlyList<TreePass>> branches)
    {
        int known = _rows.Count;
        int row = past;
        List<AttentionComponent> components = [];
        foreach (TreeNode[] family in families)
        {
            int start = row;
            foreach (TreeNode node in family)
            {
                _rows.Add((node.Segment.Own, row));
                row += node.Segment.Own.Count;
            }

            components.Add(new AttentionComponent(start, row - start, [.. family.Select(node => node.Segment).Select(Moved)]));
        }

        TreeNode[] nodes = [.. families.SelectMany(family => family)];
        TokenTree tokens = new(
            [.. nodes.SelectMany(node => Own(_tree.Ids, node))],
            [.. nodes.SelectMany(node => Own(_tree.Positions, node))],
            past == 0 ? components : [new AttentionComponent(0, row, [.. components.SelectMany(component => component.Segments)])],
            [.. nodes.SelectMany(node => node.Targets).Select(target => target with { Row = RowOf(target.Row) - past })]);
        TreePass pass = new(tokens, kept, branches());
        _rows.RemoveRange(known, _rows.Count - known);
        return pass;
    }

    private static IEnumerable<int> Own(IReadOnlyList<int> values, TreeNode node) =>
        Enumerable.Range(node.Segment.Own.Start, node.Segment.Own.Count).Select(row => values[row]);

    private AttentionSegment Moved(AttentionSegment segment) =>
        new(segment.Own with { Start = RowOf(segment.Own.Start) }, [.. segment.Before.Select(span => span with { Start = RowOf(span.Start) })]);

    private int RowOf(int row)
    {
        var (own, start) = _rows.Find(entry => row >= entry.Own.Start && row < entry.Own.Start + entry.Own.Count);
        return start + row - own.Start;
    }
}
