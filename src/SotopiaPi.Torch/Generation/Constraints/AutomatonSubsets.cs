using System.Collections.Immutable;

namespace SotopiaPi.Torch;

/// <summary>Makes a graph deterministic: each state stands for the set of reading nodes that a text can have led to.</summary>
internal sealed class AutomatonSubsets
{
    private readonly PatternGraph _graph;
    private readonly Dictionary<string, int> _stateOf = new(StringComparer.Ordinal);
    private readonly List<int[]> _sets = [];

    public AutomatonSubsets(PatternGraph graph)
    {
        _graph = graph;
        ClassOf = ByteSet.Classes(Enumerable.Range(0, graph.Count).Select(node => graph[node].Reads).OfType<ByteSet>(), out int classes);
        Classes = classes;
        StateOf([graph.Start]);
        for (int state = 0; state < _sets.Count; state++)
        {
            Expand(_sets[state]);
        }
    }

    /// <summary>The class of each byte; bytes of one class are never told apart.</summary>
    public ImmutableArray<byte> ClassOf { get; }

    public int Classes { get; }

    /// <summary>The next state for [state, class], row by row.</summary>
    public List<int> Next { get; } = [];

    public List<bool> Accepting { get; } = [];

    private void Expand(int[] nodes)
    {
        for (int group = 0; group < Classes; group++)
        {
            byte value = (byte)ClassOf.IndexOf((byte)group);
            List<int> targets = [];
            foreach (int node in nodes)
            {
                if (_graph[node].Reads is { } set && set.Contains(value))
                {
                    targets.Add(_graph[node].Next[0]);
                }
            }

            Next.Add(targets.Count == 0 ? ByteAutomaton.Dead : StateOf(targets));
        }
    }

    private int StateOf(IEnumerable<int> nodes)
    {
        int[] reading = _graph.Reading(nodes);
        string key = string.Join(',', reading);
        if (!_stateOf.TryGetValue(key, out int state))
        {
            _stateOf.Add(key, state = _sets.Count);
            _sets.Add(reading);
            Accepting.Add(reading.Contains(PatternGraph.End));
        }

        return state;
    }
}
