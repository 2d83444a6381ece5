namespace SotopiaPi.Torch;

/// <summary>
/// A pattern as a graph with free moves (Thompson's construction): a node either reads one byte of a set and goes on to one node,
/// or goes on to several nodes without reading. Node 0 is the end.
/// </summary>
internal sealed class PatternGraph
{
    /// <summary>More nodes than this are refused: the schema is too large to be an automaton.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>The node where a match is complete.</summary>
    public const int End = 0;

    private readonly List<Node> _nodes = [new(default, [])];

    public PatternGraph(BytePattern pattern) => Start = Add(pattern, End);

    /// <summary>The node where a match begins.</summary>
    public int Start { get; }

    public int Count => _nodes.Count;

    public Node this[int node] => _nodes[node];

    /// <summary>What a node reads, and where it leads: to one node if it reads, to any number if it does not.</summary>
    internal readonly record struct Node(ByteSet? Reads, List<int> Next);

    /// <summary>The nodes that read, and the end if it is among them, that are reached from <paramref name="nodes"/> without reading; sorted.</summary>
    public int[] Reading(IEnumerable<int> nodes)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>(nodes);
        var reading = new List<int>();
        while (pending.TryPop(out int node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (node == End || _nodes[node].Reads is not null)
            {
                reading.Add(node);
                continue;
            }

            foreach (int next in _nodes[node].Next)
            {
                pending.Push(next);
            }
        }

        reading.Sort();
        return [.. reading];
    }

    /// <summary>Adds the pattern so that its match goes on at <paramref name="to"/>; returns where it begins.</summary>
    private int Add(BytePattern pattern, int to) => pattern switch
    {
        LiteralPattern literal => literal.Bytes.Reverse().Aggregate(to, (next, value) => Read(ByteSet.Range(value, value), next)),
        ClassPattern one => Read(one.Set, to),
        SequencePattern sequence => sequence.Parts.Reverse().Aggregate(to, (next, part) => Add(part, next)),
        ChoicePattern choice => Split([.. choice.Alternatives.Select(alternative => Add(alternative, to))]),
        RepeatPattern repeat => AddRepeat(repeat, to),
        SeparatedPattern separated => AddSeparated(separated, to),
        _ => throw new ArgumentException($"The pattern {pattern.GetType().Name} is unknown.", nameof(pattern)),
    };

    private int AddRepeat(RepeatPattern repeat, int to)
    {
        int start = to;
        if (repeat.Maximum is { } maximum)
        {
            for (int i = repeat.Minimum; i < maximum; i++)
            {
                start = Split([Add(repeat.Pattern, start), to]);
            }
        }
        else
        {
            start = Split([to]);
            _nodes[start].Next.Add(Add(repeat.Pattern, start));
        }

        for (int i = 0; i < repeat.Minimum; i++)
        {
            start = Add(repeat.Pattern, start);
        }

        return start;
    }

    private int AddSeparated(SeparatedPattern separated, int to)
    {
        int after = Split([to]);
        int item = Add(separated.Item, after);
        _nodes[after].Next.Add(Add(separated.Separator, item));
        return item;
    }

    private int Read(ByteSet set, int next) => New(new(set, [next]));

    private int Split(List<int> next) => New(new(null, next));

    private int New(Node node)
    {
        if (_nodes.Count == MaxNodes)
        {
            throw new NotSupportedException($"The schema needs an automaton of more than {MaxNodes} nodes: use smaller length limits or fewer levels.");
        }

        _nodes.Add(node);
        return _nodes.Count - 1;
    }
}
