using System.Buffers;

namespace SotopiaPi.Torch;

/// <summary>A stretch of text: an added token, or text for the model where <paramref name="Token"/> is null.</summary>
internal readonly record struct AddedTokenPiece(AddedToken? Token, int Start, int End);

/// <summary>Finds added tokens in a text: leftmost first and the longest there, as the reference's automaton does.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<char, (string Pattern, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<string>? _search;

    /// <summary>Takes the tokens with the text that each is matched by; of two with the same text the first counts.</summary>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        (string Pattern, AddedToken Token)[] distinct =
            [.. tokens.Where(token => token.Pattern.Length > 0).DistinctBy(token => token.Pattern, StringComparer.Ordinal)];
        _byFirst = distinct.GroupBy(token => token.Pattern[0]).ToDictionary(
            group => group.Key,
            group => group.OrderByDescending(token => token.Pattern.Length).ToArray());
        _search = distinct.Length == 0 ? null : SearchValues.Create([.. distinct.Select(token => token.Pattern)], StringComparison.Ordinal);
    }

    /// <summary>Cuts a text into added tokens and the rest.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pieces">Takes the pieces.</param>
    /// <param name="withSpecial">Whether special tokens are cut out too, or stay text.</param>
    public void Split(ReadOnlySpan<char> text, List<AddedTokenPiece> pieces, bool withSpecial)
    {
        int taken = 0;
        int position = 0;
        while (_search is not null && position < text.Length && text[position..].IndexOfAny(_search) is >= 0 and int found)
        {
            int start = position + found;
            (string pattern, AddedToken token) = LongestAt(text[start..]);
            int end = start + pattern.Length;
            position = end;
            if ((token.Special && !withSpecial) || (token.SingleWord && !StandsAlone(text, start, end)))
            {
                continue;
            }

            start = token.StripLeft ? Math.Max(SpacesStart(text, start), taken) : start;
            end = token.StripRight ? CharacterClass.RunEnd(text, end, CharacterClass.Space) : end;
            if (taken < start)
            {
                pieces.Add(new AddedTokenPiece(null, taken, start));
            }

            pieces.Add(new AddedTokenPiece(token, start, end));
            taken = end;
        }

        if (taken < text.Length)
        {
            pieces.Add(new AddedTokenPiece(null, taken, text.Length));
        }
    }

    private (string Pattern, AddedToken Token) LongestAt(ReadOnlySpan<char> text)
    {
        foreach ((string Pattern, AddedToken Token) candidate in _byFirst[text[0]])
        {
            if (text.StartsWith(candidate.Pattern, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException("The search found a token that is not in the table.");
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        !WordCharacter.EndsWith(text[..start]) && !WordCharacter.StartsWith(text[end..]);

    private static int SpacesStart(ReadOnlySpan<char> text, int end)
    {
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
