using System.Text;

namespace SotopiaPi.Torch;

/// <summary>A regular expression over bytes, as a tree. Every pattern matches at least one text.</summary>
internal abstract record BytePattern
{
    /// <summary>Matches the empty text only.</summary>
    public static BytePattern Empty { get; } = new SequencePattern([]);

    /// <summary>Matches exactly the UTF-8 bytes of <paramref name="text"/>.</summary>
    public static BytePattern Text(string text) => new LiteralPattern(Encoding.UTF8.GetBytes(text));

    /// <summary>Matches one byte of the set.</summary>
    public static BytePattern OneOf(ByteSet set) => new ClassPattern(set);

    /// <summary>Matches one byte from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static BytePattern Range(byte first, byte last) => new ClassPattern(ByteSet.Range(first, last));

    /// <summary>Matches the parts one after the other.</summary>
    public static BytePattern Sequence(params IReadOnlyList<BytePattern> parts) => parts.Count == 1 ? parts[0] : new SequencePattern(parts);

    /// <summary>Matches any one of the alternatives; there must be one.</summary>
    public static BytePattern Choice(params IReadOnlyList<BytePattern> alternatives) => alternatives.Count switch
    {
        0 => throw new ArgumentException("A choice needs an alternative.", nameof(alternatives)),
        1 => alternatives[0],
        _ => new ChoicePattern(alternatives),
    };

    /// <summary>Matches the pattern or nothing.</summary>
    public static BytePattern Optional(BytePattern pattern) => Repeat(pattern, 0, 1);

    /// <summary>Matches the pattern from <paramref name="minimum"/> to <paramref name="maximum"/> times; null is without end.</summary>
    public static BytePattern Repeat(BytePattern pattern, int minimum, int? maximum) => new RepeatPattern(pattern, minimum, maximum);

    /// <summary>Matches one item, or several with the separator between them.</summary>
    public static BytePattern Separated(BytePattern item, string separator) => new SeparatedPattern(item, Text(separator));
}

internal sealed record LiteralPattern(byte[] Bytes) : BytePattern;

internal sealed record ClassPattern(ByteSet Set) : BytePattern;

internal sealed record SequencePattern(IReadOnlyList<BytePattern> Parts) : BytePattern;

internal sealed record ChoicePattern(IReadOnlyList<BytePattern> Alternatives) : BytePattern;

internal sealed record RepeatPattern(BytePattern Pattern, int Minimum, int? Maximum) : BytePattern;

internal sealed record SeparatedPattern(BytePattern Item, BytePattern Separator) : BytePattern;
