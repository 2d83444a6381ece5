using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>The blocks of one running sequence: full ones it shares with others, the rest its own.</summary>
internal sealed class SequenceCache
{
    private readonly KvCache _cache;
    private readonly List<PrefixNode> _shared = [];     // block i of the sequence, for the first blocks
    private readonly PrefixNode _root;

    /// <summary>Finds the longest known beginning of the tokens; at least the last token stays to be computed.</summary>
    public SequenceCache(KvCache cache, object weights, IReadOnlyList<int> tokens)
    {
        _cache = cache;
        _root = cache.Root(weights);
        int[] all = [.. tokens];
        ReadOnlyMemory<int> known = all.AsMemory(0, all.Length - 1);
        while (known.Length - Computed >= KvLayout.BlockTokens && Last.Full(known.Slice(Computed, KvLayout.BlockTokens)) is { } node)
        {
            Share(node);
        }

        CopyClosest(known.Span[Computed..]);
    }

    /// <summary>The blocks in the order of the positions.</summary>
    public List<int> Blocks { get; } = [];

    /// <summary>The number of tokens whose keys and values are stored.</summary>
    public int Computed { get; private set; }

    private PrefixNode Last => _shared.Count == 0 ? _root : _shared[^1];

    /// <summary>What the next full block will be found under: equal for sequences that would compute the same. Null near the end of the tokens.</summary>
    public BlockPlace? NextBlock(List<int> tokens)
    {
        int start = _shared.Count * KvLayout.BlockTokens;
        return start + KvLayout.BlockTokens < tokens.Count ? new(Last, TokensOf(tokens, _shared.Count, KvLayout.BlockTokens)) : null;
    }

    /// <summary>Takes over the blocks that another sequence has computed since; at least the last token stays to be computed.</summary>
    /// <returns>How many more tokens are computed now.</returns>
    public int CatchUp(List<int> tokens)
    {
        int before = Computed;
        while (NextBlock(tokens) is { } place && Last.Full(place.Tokens) is { } node)
        {
            int index = _shared.Count;
            if (index == Blocks.Count)
            {
                Blocks.Add(node.Block);
            }
            else if (Blocks[index] != node.Block)
            {
                _cache.Return(Blocks[index]);
            }

            Share(node, index);
            Computed = Math.Max(Computed, _shared.Count * KvLayout.BlockTokens);
        }

        return Computed - before;
    }

    /// <summary>Takes blocks until a number of tokens fits; false if there are not enough. Blocks taken stay.</summary>
    public bool TryReserve(int tokens)
    {
        while (Blocks.Count < KvLayout.BlocksFor(tokens))
        {
            if (!_cache.TryTake(out int block))
            {
                return false;
            }

            Blocks.Add(block);
        }

        return true;
    }

    /// <summary>Notes that keys and values of the first <paramref name="computed"/> tokens are stored; shares the blocks that became full.</summary>
    public void Advance(List<int> tokens, int computed)
    {
        Computed = computed;
        while ((_shared.Count + 1) * KvLayout.BlockTokens <= Computed)
        {
            int index = _shared.Count;
            Share(_cache.Insert(Last, Blocks[index], TokensOf(tokens, index, KvLayout.BlockTokens)), index);
        }
    }

    /// <summary>Gives everything back; what is computed stays findable until its memory is needed.</summary>
    public void Release(List<int> tokens)
    {
        int rest = Computed - (_shared.Count * KvLayout.BlockTokens);
        int own = _shared.Count;
        if (rest > 0)
        {
            _cache.Insert(Last, Blocks[own], TokensOf(tokens, own, rest));
            own++;
        }

        foreach (int block in Blocks.Skip(own))
        {
            _cache.Return(block);
        }

        // The deepest first, so that it is the first to be given away.
        for (int i = _shared.Count - 1; i >= 0; i--)
        {
            _cache.Unpin(_shared[i]);
        }

        Blocks.Clear();
        _shared.Clear();
        Computed = 0;
    }

    private static int[] TokensOf(List<int> tokens, int block, int count) =>
        CollectionsMarshal.AsSpan(tokens).Slice(block * KvLayout.BlockTokens, count).ToArray();

    private void Share(PrefixNode node)
    {
        Blocks.Add(node.Block);
        Computed += KvLayout.BlockTokens;
        _cache.Pin(node);
        _shared.Add(node);
    }

    private void Share(PrefixNode node, int index)
    {
        Blocks[index] = node.Block;
        _cache.Pin(node);
        _shared.Add(node);
    }

    /// <summary>Copies what another sequence computed of the next block.</summary>
    private void CopyClosest(ReadOnlySpan<int> next)
    {
        var (node, shared) = Last.Closest(next);
        if (node is null)
        {
            return;
        }

        _cache.Pin(node);       // or it could be the block that is given away for the copy
        if (_cache.TryTake(out int block))
        {
            _cache.Store.CopyTokens(node.Block, block, shared);
            Blocks.Add(block);
            Computed += shared;
        }

        _cache.Unpin(node);
    }
}
