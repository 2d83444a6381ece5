using System.Collections.Immutable;

namespace SotopiaPi.Torch;

/// <summary>
/// A deterministic automaton over bytes. From each of its states an accepted text can still be reached, so a text that it has followed
/// so far is always the beginning of an accepted one. Immutable.
/// </summary>
internal sealed class ByteAutomaton
{
    /// <summary>No state: the text is not the beginning of any accepted one.</summary>
    public const int Dead = -1;

    /// <summary>The state of the empty text.</summary>
    public const int Start = 0;

    private readonly ImmutableArray<byte> _classOf;  // [256] -> class
    private readonly int _classes;
    private readonly int[] _next;                    // [states, classes] -> state or Dead
    private readonly bool[] _accepting;
    private readonly int[] _forced;                  // [states] -> the only byte that leads on, or -1

    private ByteAutomaton(ImmutableArray<byte> classOf, int classes, int[] next, bool[] accepting)
    {
        (_classOf, _classes, _next, _accepting) = (classOf, classes, next, accepting);
        _forced = [.. Enumerable.Range(0, accepting.Length).Select(OnlyByte)];
    }

    /// <summary>The number of states.</summary>
    public int States => _accepting.Length;

    /// <summary>Builds the automaton that accepts exactly what the pattern matches.</summary>
    /// <exception cref="NotSupportedException">The pattern needs too many states.</exception>
    public static ByteAutomaton Compile(BytePattern pattern)
    {
        var subsets = new AutomatonSubsets(new PatternGraph(pattern));
        return new(subsets.ClassOf, subsets.Classes, [.. subsets.Next], [.. subsets.Accepting]);
    }

    /// <summary>The state after one more byte, or <see cref="Dead"/>.</summary>
    public int Next(int state, byte value) => _next[(state * _classes) + _classOf[value]];

    /// <summary>The state after more bytes, or <see cref="Dead"/>.</summary>
    public int Next(int state, ReadOnlySpan<byte> values)
    {
        for (int i = 0; i < values.Length && state != Dead; i++)
        {
            state = Next(state, values[i]);
        }

        return state;
    }

    /// <summary>Whether the text so far is accepted.</summary>
    public bool IsAccepting(int state) => _accepting[state];

    /// <summary>Whether the text so far is accepted and cannot be continued.</summary>
    public bool IsComplete(int state) => _accepting[state] && !_next.AsSpan(state * _classes, _classes).ContainsAnyExcept(Dead);

    /// <summary>The bytes that every accepted continuation begins with.</summary>
    public byte[] ForcedText(int state)
    {
        var text = new List<byte>();
        while (_forced[state] >= 0)
        {
            text.Add((byte)_forced[state]);
            state = Next(state, (byte)_forced[state]);
        }

        return [.. text];
    }

    private int OnlyByte(int state)
    {
        int found = -1;
        for (int value = 0; value < 256 && !_accepting[state]; value++)
        {
            if (Next(state, (byte)value) != Dead)
            {
                if (found >= 0)
                {
                    return -1;
                }

                found = value;
            }
        }

        return found;
    }
}
