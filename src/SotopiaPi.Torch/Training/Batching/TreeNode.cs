namespace SotopiaPi.Torch;

/// <summary>A segment of a tree with what branches from it.</summary>
internal sealed class TreeNode(AttentionSegment segment)
{
    private readonly List<TreeNode> _children = [];
    private readonly List<TreeTarget> _targets = [];

    public AttentionSegment Segment => segment;

    public IReadOnlyList<TreeNode> Children => _children;

    /// <summary>Gets what the segment's own rows predict.</summary>
    public IReadOnlyList<TreeTarget> Targets => _targets;

    /// <summary>Gets the segment's first rows that some branch sees.</summary>
    public int Kept { get; private set; }

    /// <summary>Gets the tokens of the segment and of all that follows from it.</summary>
    public int AllTokens => segment.Own.Count + _children.Sum(child => child.AllTokens);

    /// <summary>Gets the targets of the segment and of all that follows from it.</summary>
    public int AllTargets => _targets.Count + _children.Sum(child => child.AllTargets);

    /// <summary>Lists the node and all that follows from it, in the order of their rows.</summary>
    public IEnumerable<TreeNode> All() => _children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>Links the segments of a tree.</summary>
    /// <returns>The roots.</returns>
    public static IReadOnlyList<TreeNode> Of(TokenTree tree)
    {
        TreeNode[] ofRow = new TreeNode[tree.Ids.Count];
        List<TreeNode> roots = [];
        foreach (AttentionSegment part in tree.Components.SelectMany(component => component.Segments))
        {
            TreeNode node = new(part);
            Array.Fill(ofRow, node, part.Own.Start, part.Own.Count);
            if (part.Before.Count == 0)
            {
                roots.Add(node);
                continue;
            }

            int last = part.Before[^1].Start + part.Before[^1].Count - 1;
            TreeNode parent = ofRow[last];
            parent._children.Add(node);
            parent.Kept = Math.Max(parent.Kept, last - parent.Segment.Own.Start + 1);
        }

        foreach (TreeTarget target in tree.Targets)
        {
            ofRow[target.Row]._targets.Add(target);
        }

        return roots;
    }
}
