using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Starts byte-pair encoding from code points, with their UTF-8 bytes as tokens <c>&lt;0xNN&gt;</c> for those that the vocabulary lacks.</summary>
internal sealed class CharacterSymbols : ISymbolSource
{
    private readonly Dictionary<int, int> _ids = [];
    private readonly int[] _byteIds;
    private readonly UnknownRule _unknown;

    public CharacterSymbols(Vocabulary vocabulary, UnknownRule unknown, bool byteFallback)
    {
        _unknown = unknown;
        _byteIds = byteFallback ? ByteTokens.Ids(vocabulary) : [];
        bool crossed = false;
        foreach ((string token, int id) in vocabulary.Entries)
        {
            if (Rune.DecodeFromUtf16(token, out Rune rune, out int length) == System.Buffers.OperationStatus.Done && length == token.Length)
            {
                _ids[rune.Value] = id;
            }

            crossed |= SpaceMark.IsCrossedBy(token);
        }

        SplitsAtMarks = !crossed && _ids.ContainsKey(SpaceMark.Character);
    }

    public bool SplitsAtMarks { get; }

    public int MaximumSymbols(int length) => 3 * length;

    public int Fill(ReadOnlySpan<char> word, Span<Symbol> symbols)
    {
        SymbolWriter writer = new(symbols, _unknown);
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf16(word, out Rune rune, out int length);
            word = word[length..];
            if (_ids.TryGetValue(rune.Value, out int id))
            {
                writer.Add(id, rune.Utf8SequenceLength);
            }
            else if (!TryAddBytes(rune, ref writer))
            {
                writer.AddUnknown(rune.Utf8SequenceLength);
            }
        }

        writer.Flush();
        return writer.Count;
    }

    public int FindWhole(ReadOnlySpan<char> word, Vocabulary vocabulary) => vocabulary.FindInModel(word);

    public (int Start, int End)[] Units(ReadOnlySpan<char> word)
    {
        List<(int, int)> units = new(word.Length);
        for (int start = 0; start < word.Length;)
        {
            Rune.DecodeFromUtf16(word[start..], out Rune rune, out int length);
            for (int unit = 0; unit < rune.Utf8SequenceLength; unit++)
            {
                units.Add((start, start + length));
            }

            start += length;
        }

        return [.. units];
    }

    private bool TryAddBytes(Rune rune, ref SymbolWriter writer)
    {
        if (_byteIds.Length == 0)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (byte value in bytes)
        {
            if (_byteIds[value] < 0)
            {
                return false;
            }
        }

        foreach (byte value in bytes)
        {
            writer.Append(_byteIds[value], 1);
        }

        return true;
    }
}
