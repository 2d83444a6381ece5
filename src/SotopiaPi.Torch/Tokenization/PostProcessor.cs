namespace SotopiaPi.Torch;

/// <summary>What a post-processor does to the ids of one text: tokens before and after, and ranges without the space of a token.</summary>
internal sealed record PostProcessor
{
    /// <summary>A processor that does nothing.</summary>
    public static PostProcessor None { get; } = new();

    public IReadOnlyList<int> Prefix { get; init; } = [];

    public IReadOnlyList<int> Suffix { get; init; } = [];

    /// <summary>Takes leading and trailing spaces out of the ranges.</summary>
    public bool TrimsRanges { get; init; }

    /// <summary>The text had a space put before it, whose place in the first token is not counted.</summary>
    public bool AddsPrefixSpace { get; init; }

    /// <summary>Applies another processor after this one.</summary>
    public PostProcessor Then(PostProcessor next) => new()
    {
        Prefix = [.. next.Prefix, .. Prefix],
        Suffix = [.. Suffix, .. next.Suffix],
        TrimsRanges = TrimsRanges || next.TrimsRanges,
        AddsPrefixSpace = next.TrimsRanges ? next.AddsPrefixSpace : AddsPrefixSpace,
    };

    /// <summary>The range of a token after trimming; spaces are counted in code points, as in the reference.</summary>
    /// <param name="index">The token's place among those of the text.</param>
    /// <param name="token">The token as the encoding shows it.</param>
    /// <param name="range">Its range in UTF-16 units.</param>
    /// <param name="text">The text as given.</param>
    public (int Start, int End) Trim(int index, string token, (int Start, int End) range, ReadOnlySpan<char> text)
    {
        int leading = token.AsSpan().IndexOfAnyExcept(s_spaces) is >= 0 and int first ? first : token.Length;
        int trailing = token.Length - 1 - token.AsSpan().LastIndexOfAnyExcept(s_spaces);
        if (leading == 1 && AddsPrefixSpace && (index == 0 || range.Start == 0))
        {
            leading = 0;
        }

        (int start, int end) = range;
        for (; leading > 0 && start < end; leading--)
        {
            start += char.IsHighSurrogate(text[start]) ? 2 : 1;
        }

        for (; trailing > 0 && end > start; trailing--)
        {
            end -= char.IsLowSurrogate(text[end - 1]) ? 2 : 1;
        }

        return (Math.Min(start, range.End), Math.Max(end, start));
    }

    private static readonly System.Buffers.SearchValues<char> s_spaces =
        System.Buffers.SearchValues.Create("\u0120\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000");
}
