using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// An automaton over the tokens of one vocabulary: which tokens may come next, and which text is forced. What a state allows is found once
/// and kept. Safe to call from any thread.
/// </summary>
/// <param name="automaton">The texts that may be written.</param>
/// <param name="vocabulary">The tokens that write them.</param>
/// <param name="encode">Splits a text into tokens the way the model was trained on.</param>
internal sealed class TokenConstraint(ByteAutomaton automaton, TokenVocabulary vocabulary, Func<string, IReadOnlyList<int>> encode)
{
    /// <summary>More masks than this are not kept.</summary>
    private const int MaxMasks = 2048;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, TokenMask> _masks = [];
    private readonly Dictionary<int, int[]> _forced = [];

    /// <summary>Whether the text is accepted and cannot go on.</summary>
    public bool IsComplete(int state) => automaton.IsComplete(state);

    /// <summary>Whether the reply may end here.</summary>
    public bool IsAccepting(int state) => automaton.IsAccepting(state);

    /// <summary>The state after a token; the token must be one that <see cref="Mask"/> allows. An end token changes nothing.</summary>
    public int Next(int state, int token) => automaton.Next(state, vocabulary.Bytes(token));

    /// <summary>The tokens that may come next; the end tokens among them where the reply may end. Read-only.</summary>
    /// <exception cref="InvalidOperationException">No token of the vocabulary continues the text.</exception>
    public TokenMask Mask(int state)
    {
        lock (_gate)
        {
            if (!_masks.TryGetValue(state, out TokenMask? mask))
            {
                mask = MakeMask(state);
                if (_masks.Count == MaxMasks)
                {
                    _masks.Clear();
                }

                _masks.Add(state, mask);
            }

            return mask;
        }
    }

    /// <summary>
    /// The tokens that write the text which must come next, as far as no token of the vocabulary reaches beyond that text: where one does,
    /// the model chooses. Empty where nothing is forced.
    /// </summary>
    public IReadOnlyList<int> ForcedTokens(int state)
    {
        lock (_gate)
        {
            if (!_forced.TryGetValue(state, out int[]? tokens))
            {
                _forced.Add(state, tokens = FindForced(state));
            }

            return tokens;
        }
    }

    private TokenMask MakeMask(int state)
    {
        var mask = new TokenMask(vocabulary.Count);
        vocabulary.Trie.Mark(automaton, state, mask);
        if (automaton.IsAccepting(state))
        {
            foreach (int token in vocabulary.EndTokens)
            {
                mask.Allow(token, 0);
            }
        }

        return mask.Count > 0 ? mask : throw new InvalidOperationException(
            $"No token of the vocabulary continues the constrained text; it may be: {Encoding.UTF8.GetString(automaton.ForcedText(state))}… " +
            "The tokenizer must have a token for each byte that the schema allows.");
    }

    private int[] FindForced(int state)
    {
        byte[] text = automaton.ForcedText(state);
        int length = text.Length;
        while (length > 0 && !System.Text.Unicode.Utf8.IsValid(text.AsSpan(0, length)))
        {
            length--;   // the next byte of the last character is still free
        }

        var forced = new List<int>();
        int at = 0;
        foreach (int token in length == 0 ? [] : encode(Encoding.UTF8.GetString(text, 0, length)))
        {
            ReadOnlySpan<byte> bytes = vocabulary.Bytes(token);
            bool writesText = bytes.Length > 0 && bytes.Length <= length - at && bytes.SequenceEqual(text.AsSpan(at, bytes.Length));
            if (!writesText || Mask(state).LongestBytes > text.Length - at)
            {
                break;
            }

            forced.Add(token);
            state = automaton.Next(state, bytes);
            at += bytes.Length;
        }

        return [.. forced];
    }
}
