using System.Buffers;
using System.Runtime.CompilerServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Byte-pair encoding over a vocabulary. Thread-safe. A word is first cut into symbols (bytes or code points, see
/// <see cref="ISymbolSource"/>), which then merge.
/// </summary>
internal sealed class BytePairModel(Vocabulary vocabulary, MergeTable merges, ISymbolSource source, bool ignoreMerges) : ITokenModel
{
    private readonly WordCache _cache = new();

    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        if (ignoreMerges || !source.SplitsAtMarks)
        {
            EncodeCached(word, ids);
            return;
        }

        while (!word.IsEmpty)
        {
            int end = SpaceMark.WordEnd(word);
            EncodeCached(word[..end], ids);
            word = word[end..];
        }
    }

    public void Encode(ReadOnlySpan<char> word, List<int> ids, List<(int Start, int End)> ranges)
    {
        if (ignoreMerges && source.FindWhole(word, vocabulary) is >= 0 and int whole)
        {
            ids.Add(whole);
            ranges.Add((0, word.Length));
            return;
        }

        Symbol[] symbols = new Symbol[source.MaximumSymbols(word.Length)];
        int count = source.Fill(word, symbols);
        count = PairMerger.Merge(symbols.AsSpan(0, count), merges);
        (int Start, int End)[] units = source.Units(word);
        int position = 0;
        foreach (Symbol symbol in symbols.AsSpan(0, count))
        {
            ids.Add(symbol.Id);
            ranges.Add((units[position].Start, units[position + symbol.Length - 1].End));
            position += symbol.Length;
        }
    }

    public string Value(int id, ReadOnlySpan<char> piece) => vocabulary.Token(id) ?? "";

    private void EncodeCached(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > WordCache.MaximumWordLength)
        {
            EncodeWord(word, ids);
            return;
        }

        if (_cache.TryGet(word, out int hash, out ReadOnlySpan<int> known))
        {
            ids.AddRange(known);
            return;
        }

        int start = ids.Count;
        EncodeWord(word, ids);
        _cache.Add(word, hash, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[start..]);
    }

    [SkipLocalsInit]
    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        if (ignoreMerges && source.FindWhole(word, vocabulary) is >= 0 and int whole)
        {
            ids.Add(whole);
            return;
        }

        int capacity = source.MaximumSymbols(word.Length);
        Symbol[]? rented = capacity > 256 ? ArrayPool<Symbol>.Shared.Rent(capacity) : null;
        Span<Symbol> symbols = rented is null ? stackalloc Symbol[256] : rented;
        symbols = symbols[..source.Fill(word, symbols)];
        foreach (Symbol symbol in symbols[..PairMerger.Merge(symbols, merges)])
        {
            ids.Add(symbol.Id);
        }

        if (rented is not null)
        {
            ArrayPool<Symbol>.Shared.Return(rented);
        }
    }
}
