namespace SotopiaPi.Torch;

/// <summary>
/// Hands out the blocks of a store and remembers, in one tree for each set of weights, what the blocks hold, so that a sequence finds the
/// longest beginning that is already computed. Blocks that nobody reads are given away least recently used first. Use from one thread.
/// </summary>
internal sealed class KvCache(IKvStore store)
{
    private readonly Stack<int> _unused = new(Enumerable.Range(0, store.Blocks).Reverse());
    private readonly Dictionary<object, PrefixNode> _roots = [];
    private readonly PriorityQueue<PrefixNode, long> _idle = new();
    private long _uses;

    public IKvStore Store => store;

    /// <summary>The number of blocks that hold something.</summary>
    public int UsedBlocks => store.Blocks - _unused.Count;

    /// <summary>The root of the tree of a set of weights; states computed with different weights never meet.</summary>
    public PrefixNode Root(object weights)
    {
        if (!_roots.TryGetValue(weights, out PrefixNode? root))
        {
            _roots.Add(weights, root = new(null, -1, []));
        }

        return root;
    }

    /// <summary>Forgets all that was computed with a set of weights. No running sequence may use them.</summary>
    public void Forget(object weights)
    {
        if (_roots.Remove(weights, out PrefixNode? root))
        {
            RemoveBelow(root);
        }
    }

    /// <summary>Takes a block that nobody uses; false if every block is in use by a running sequence.</summary>
    public bool TryTake(out int block)
    {
        while (!_unused.TryPop(out block))
        {
            if (!TryEvict())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives a block back that is not in a tree.</summary>
    public void Return(int block) => _unused.Push(block);

    /// <summary>Marks a node as read by one more sequence.</summary>
    public void Pin(PrefixNode node)
    {
        node.Users++;
        node.LastUse = ++_uses;
    }

    /// <summary>Undoes one <see cref="Pin"/>.</summary>
    public void Unpin(PrefixNode node)
    {
        node.Users--;
        node.LastUse = ++_uses;
        Offer(node);
    }

    /// <summary>
    /// Puts a block under a node, where later sequences find it. If its content is there already the block is given back. Beginnings of it that are
    /// shorter than a block make room.
    /// </summary>
    /// <returns>The node that holds the content.</returns>
    public PrefixNode Insert(PrefixNode parent, int block, ReadOnlyMemory<int> tokens)
    {
        bool isFull = tokens.Length == KvLayout.BlockTokens;
        PrefixNode? same = isFull ? parent.Full(tokens) : parent.Closest(tokens.Span) is var (child, shared) && shared == tokens.Length ? child : null;
        if (same is not null)
        {
            Return(block);
            return same;
        }

        foreach (PrefixNode shorter in parent.Children.Where(child => child.IsFree && tokens.Span.StartsWith(child.Tokens)).ToList())
        {
            Free(shorter);
        }

        PrefixNode node = parent.Add(block, tokens.ToArray());
        node.LastUse = ++_uses;
        Offer(node);
        return node;
    }

    private bool TryEvict()
    {
        while (_idle.TryDequeue(out PrefixNode? node, out long use))
        {
            // Otherwise the entry is stale: the node was used since, has children now, or is gone.
            if (node.IsFree && node.LastUse == use)
            {
                Free(node);
                return true;
            }
        }

        return false;
    }

    private void Free(PrefixNode node)
    {
        node.Remove();
        Return(node.Block);
        Offer(node.Parent!);
    }

    private void Offer(PrefixNode node)
    {
        if (!node.IsFree)
        {
            return;
        }

        if (_idle.Count >= 4 * store.Blocks)
        {
            DropStaleEntries();
        }

        _idle.Enqueue(node, node.LastUse);
    }

    private void DropStaleEntries()
    {
        var current = _idle.UnorderedItems.Where(entry => entry.Element.IsFree && entry.Element.LastUse == entry.Priority).ToList();
        _idle.Clear();
        _idle.EnqueueRange(current);
    }

    private void RemoveBelow(PrefixNode node)
    {
        foreach (PrefixNode child in node.Children.ToList())
        {
            RemoveBelow(child);
            child.Remove();
            Return(child.Block);
        }
    }
}
