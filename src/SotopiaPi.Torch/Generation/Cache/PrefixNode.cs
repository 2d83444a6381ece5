using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// A stored block in the tree of known beginnings: its tokens follow those of its parent. A node of fewer tokens than a block holds has no
/// children.
/// </summary>
internal sealed class PrefixNode(PrefixNode? parent, int block, int[] tokens)
{
    private readonly Dictionary<BlockTokens, PrefixNode> _full = [];
    private readonly List<PrefixNode> _children = [];

    public PrefixNode? Parent => parent;

    public int Block => block;

    public ReadOnlySpan<int> Tokens => tokens;

    public IReadOnlyList<PrefixNode> Children => _children;

    /// <summary>The number of running sequences that read the block.</summary>
    public int Users { get; set; }

    /// <summary>When the node was used last, as a count of uses; later is larger.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether the node was taken out of the tree.</summary>
    public bool Removed { get; private set; }

    /// <summary>Whether the block may be given away: nobody reads it and nothing follows it.</summary>
    public bool IsFree => Users == 0 && _children.Count == 0 && parent is not null && !Removed;

    private bool IsFull => tokens.Length == KvLayout.BlockTokens;

    /// <summary>The child that holds exactly these tokens of a full block.</summary>
    public PrefixNode? Full(ReadOnlyMemory<int> full) => _full.GetValueOrDefault(new(full));

    /// <summary>The child that shares the longest beginning with the tokens, and how many they share.</summary>
    public (PrefixNode? Child, int Shared) Closest(ReadOnlySpan<int> next)
    {
        (PrefixNode? best, int shared) = (null, 0);
        foreach (PrefixNode child in CollectionsMarshal.AsSpan(_children))
        {
            int common = child.Tokens.CommonPrefixLength(next);
            if (common > shared)
            {
                (best, shared) = (child, common);
            }
        }

        return (best, shared);
    }

    /// <summary>Adds a child; it must not be there yet.</summary>
    public PrefixNode Add(int childBlock, int[] childTokens)
    {
        var child = new PrefixNode(this, childBlock, childTokens);
        _children.Add(child);
        if (child.IsFull)
        {
            _full.Add(new(childTokens), child);
        }

        return child;
    }

    /// <summary>Takes the node out of the tree.</summary>
    public void Remove()
    {
        Removed = true;
        parent!._children.Remove(this);
        if (IsFull)
        {
            parent._full.Remove(new(tokens));
        }
    }

    /// <summary>The tokens of a block as a key.</summary>
    private readonly struct BlockTokens(ReadOnlyMemory<int> tokens) : IEquatable<BlockTokens>
    {
        private readonly ReadOnlyMemory<int> _tokens = tokens;

        public bool Equals(BlockTokens other) => _tokens.Span.SequenceEqual(other._tokens.Span);

        public override bool Equals(object? obj) => obj is BlockTokens other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(_tokens.Span));
            return hash.ToHashCode();
        }
    }
}
