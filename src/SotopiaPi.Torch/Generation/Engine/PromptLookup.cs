using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Guesses how a sequence goes on: as it did after the latest earlier place with the same three last tokens, or two (prompt lookup decoding,
/// github.com/apoorvumang/prompt-lookup-decoding). Replies repeat names, goals and what was said, so many guesses hold; how many tokens are guessed at once
/// follows how many held before.
/// </summary>
/// <param name="most">The most tokens to guess at once. At least 1.</param>
internal sealed class PromptLookup(int most)
{
    private const int TokenBits = 21;                // of an id in a key: vocabularies have fewer than two million tokens
    private const ulong Three = 1ul << 63;           // marks the keys of three tokens

    private readonly Dictionary<ulong, int> _next = [];     // what followed the tokens of a key: its place
    private int _indexed = 1;                        // the first token whose place is not known yet
    private int _length = Math.Min(2, most);

    /// <summary>Gives the tokens that are guessed to follow; none where nothing like the last ones came before.</summary>
    /// <param name="tokens">The sequence; between calls it only grows.</param>
    /// <param name="limit">The most tokens that are of use now.</param>
    public int[] Guess(List<int> tokens, int limit)
    {
        ReadOnlySpan<int> known = CollectionsMarshal.AsSpan(tokens);
        for (; _indexed < known.Length; _indexed++)
        {
            Note(known[.._indexed], _indexed);
        }

        int count = Math.Min(_length, limit);
        return count > 0 && Place(known) is { } place ? Continued(known, place, count) : [];
    }

    /// <summary>Notes how many tokens of a guess held.</summary>
    public void Judge(int guessed, int held)
    {
        if (guessed > 0)
        {
            _length = held == guessed ? Math.Min(most, Math.Max(_length, 2 * guessed)) : Math.Max(1, held);
        }
    }

    private void Note(ReadOnlySpan<int> before, int place)
    {
        if (before.Length >= 2)
        {
            _next[KeyOfTwo(before)] = place;
        }

        if (before.Length >= 3)
        {
            _next[KeyOfThree(before)] = place;
        }
    }

    private int? Place(ReadOnlySpan<int> known) =>
        known.Length >= 3 && _next.TryGetValue(KeyOfThree(known), out int place) ? place
        : known.Length >= 2 && _next.TryGetValue(KeyOfTwo(known), out place) ? place
        : null;

    // What repeats goes on repeating: beyond the end follows the guess itself.
    private static int[] Continued(ReadOnlySpan<int> known, int place, int count)
    {
        int[] guess = new int[count];
        for (int i = 0; i < count; i++)
        {
            guess[i] = place + i < known.Length ? known[place + i] : guess[place + i - known.Length];
        }

        return guess;
    }

    private static ulong KeyOfTwo(ReadOnlySpan<int> tokens) => ((ulong)tokens[^2] << TokenBits) | (uint)tokens[^1];

    private static ulong KeyOfThree(ReadOnlySpan<int> tokens) => Three | ((ulong)tokens[^3] << (2 * TokenBits)) | KeyOfTwo(tokens);
}
