namespace SotopiaPi.Torch;

/// <summary>
/// All tokens as a tree of their bytes, in one array with each node before its children: what cannot be followed is skipped in one step.
/// </summary>
internal sealed class TokenTrie
{
    private readonly List<Node> _nodes = [];
    private readonly int[] _tokens;   // ids in the order of their bytes

    public TokenTrie(IReadOnlyList<byte[]?> bytes)
    {
        _tokens = [.. Enumerable.Range(0, bytes.Count).Where(id => bytes[id] is { Length: > 0 })];
        Array.Sort(_tokens, (a, b) => bytes[a].AsSpan().SequenceCompareTo(bytes[b]) is var order && order != 0 ? order : a - b);
        var open = new Stack<int>();
        for (int i = 0; i < _tokens.Length; i++)
        {
            byte[] text = bytes[_tokens[i]]!;
            int shared = i == 0 ? 0 : text.AsSpan().CommonPrefixLength(bytes[_tokens[i - 1]]);
            Close(open, shared);
            for (int depth = shared; depth < text.Length; depth++)
            {
                open.Push(_nodes.Count);
                _nodes.Add(new(text[depth], depth, 0, i, 0));
            }

            Node last = _nodes[open.Peek()];
            _nodes[open.Peek()] = last with { Tokens = last.Tokens + 1 };
        }

        Close(open, 0);
        MaxLength = _nodes.Count == 0 ? 0 : _nodes.Max(node => node.Depth) + 1;
    }

    /// <summary>The number of bytes of the longest token.</summary>
    public int MaxLength { get; }

    /// <summary>Marks in <paramref name="mask"/> each token after which the text can still become an accepted one.</summary>
    public void Mark(ByteAutomaton automaton, int state, TokenMask mask)
    {
        var nodes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_nodes);
        int[] path = new int[MaxLength + 1];
        path[0] = state;
        for (int i = 0; i < nodes.Length;)
        {
            ref readonly Node node = ref nodes[i];
            int next = automaton.Next(path[node.Depth], node.Byte);
            if (next == ByteAutomaton.Dead)
            {
                i = node.End;
                continue;
            }

            path[node.Depth + 1] = next;
            for (int token = 0; token < node.Tokens; token++)
            {
                mask.Allow(_tokens[node.FirstToken + token], node.Depth + 1);
            }

            i++;
        }
    }

    /// <summary>Ends the nodes deeper than <paramref name="depth"/>: the next node is no child of theirs.</summary>
    private void Close(Stack<int> open, int depth)
    {
        while (open.Count > depth)
        {
            int node = open.Pop();
            _nodes[node] = _nodes[node] with { End = _nodes.Count };
        }
    }

    /// <summary>A byte at a depth; the tokens that end with it; the first node that is not below it.</summary>
    private readonly record struct Node(byte Byte, int Depth, int Tokens, int FirstToken, int End);
}
