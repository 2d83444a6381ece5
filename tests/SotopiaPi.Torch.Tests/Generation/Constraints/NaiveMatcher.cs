namespace SotopiaPi.Torch.Tests;

/// <summary>Follows a pattern by its derivatives (Brzozowski 1964), without any automaton: the reference of the automata.</summary>
internal static class NaiveMatcher
{
    /// <summary>What must match after one byte; null if nothing can.</summary>
    public static BytePattern? After(BytePattern pattern, byte value) => pattern switch
    {
        LiteralPattern p => p.Bytes.Length > 0 && p.Bytes[0] == value ? new LiteralPattern(p.Bytes[1..]) : null,
        ClassPattern p => p.Set.Contains(value) ? BytePattern.Empty : null,
        SequencePattern p => AfterSequence(p, value),
        ChoicePattern p => Either([.. p.Alternatives.Select(a => After(a, value))]),
        RepeatPattern p when p.Maximum != 0 =>
            Then(After(p.Pattern, value), new RepeatPattern(p.Pattern, Math.Max(p.Minimum - 1, 0), p.Maximum - 1)),
        RepeatPattern => null,
        SeparatedPattern p => AfterSequence(Unfold(p), value),
        _ => throw new NotSupportedException(),
    };

    public static BytePattern? After(BytePattern? pattern, ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            pattern = pattern is null ? null : After(pattern, value);
        }

        return pattern;
    }

    public static bool MatchesEmpty(BytePattern pattern) => pattern switch
    {
        LiteralPattern p => p.Bytes.Length == 0,
        SequencePattern p => p.Parts.All(MatchesEmpty),
        ChoicePattern p => p.Alternatives.Any(MatchesEmpty),
        RepeatPattern p => p.Minimum == 0 || MatchesEmpty(p.Pattern),
        SeparatedPattern p => MatchesEmpty(p.Item),
        _ => false,
    };

    private static SequencePattern Unfold(SeparatedPattern p) =>
        new([p.Item, new RepeatPattern(new SequencePattern([p.Separator, p.Item]), 0, null)]);

    private static BytePattern? AfterSequence(SequencePattern p, byte value)
    {
        if (p.Parts.Count == 0)
        {
            return null;
        }

        var rest = new SequencePattern([.. p.Parts.Skip(1)]);
        BytePattern? here = Then(After(p.Parts[0], value), rest);
        return MatchesEmpty(p.Parts[0]) ? Either(here, After(rest, value)) : here;
    }

    private static SequencePattern? Then(BytePattern? first, BytePattern second) => first is null ? null : new SequencePattern([first, second]);

    private static BytePattern? Either(params BytePattern?[] alternatives)
    {
        BytePattern[] possible = [.. alternatives.OfType<BytePattern>()];
        return possible.Length == 0 ? null : BytePattern.Choice(possible);
    }
}
