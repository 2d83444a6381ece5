using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>A unigram model: the most probable segmentation, runs of unknown text as one unknown token or as bytes. Thread-safe.</summary>
internal sealed class UnigramModel(Vocabulary vocabulary, UnigramScores scores, bool byteFallback) : ITokenModel
{
    private readonly int[] _byteIds = byteFallback ? ByteTokens.Ids(vocabulary) : [];
    private readonly WordCache _cache = new();

    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        bool cached = word.Length <= WordCache.MaximumWordLength;
        int hash = 0;
        if (cached && _cache.TryGet(word, out hash, out ReadOnlySpan<int> known))
        {
            ids.AddRange(known);
            return;
        }

        int first = ids.Count;
        Segment(word, ids, null);
        if (cached)
        {
            _cache.Add(word, hash, CollectionsMarshal.AsSpan(ids)[first..]);
        }
    }

    public void Encode(ReadOnlySpan<char> word, List<int> ids, List<(int Start, int End)> ranges)
    {
        int first = ranges.Count;
        Segment(word, ids, ranges);
        int[] positions = BytePositions(word);
        foreach (ref (int Start, int End) range in CollectionsMarshal.AsSpan(ranges)[first..])
        {
            range = (positions[range.Start], positions[range.End]);
        }
    }

    public string Value(int id, ReadOnlySpan<char> piece) => id == scores.UnknownId ? piece.ToString() : vocabulary.Token(id) ?? "";

    private void Segment(ReadOnlySpan<char> word, List<int> ids, List<(int Start, int End)>? ranges)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Encoding.UTF8.GetBytes(word, buffer));
        List<UnigramPiece> pieces = [];
        UnigramLattice.Segment(bytes, scores, pieces);
        for (int i = 0; i < pieces.Count; i++)
        {
            UnigramPiece piece = pieces[i];
            if (piece.Id != scores.UnknownId)
            {
                Add(piece.Id, piece.Start, piece.End, ids, ranges);
                continue;
            }

            while (i + 1 < pieces.Count && pieces[i + 1].Id == scores.UnknownId)
            {
                piece = piece with { End = pieces[++i].End };
            }

            AddUnknown(bytes, piece, ids, ranges);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void AddUnknown(ReadOnlySpan<byte> bytes, UnigramPiece piece, List<int> ids, List<(int Start, int End)>? ranges)
    {
        ReadOnlySpan<byte> text = bytes[piece.Start..piece.End];
        int whole = scores.Trie.Find(text);
        if (whole >= 0)
        {
            Add(whole, piece.Start, piece.End, ids, ranges);
            return;
        }

        bool hasBytes = _byteIds.Length > 0;
        foreach (byte value in text)
        {
            hasBytes = hasBytes && _byteIds[value] >= 0;
        }

        if (!hasBytes)
        {
            Add(piece.Id >= 0 ? piece.Id : throw new TokenizerException("The text has a character without a token, and the model has no unknown token."), piece.Start, piece.End, ids, ranges);
            return;
        }

        foreach (byte value in text)
        {
            Add(_byteIds[value], piece.Start, piece.End, ids, ranges);
        }
    }

    private static void Add(int id, int start, int end, List<int> ids, List<(int Start, int End)>? ranges)
    {
        ids.Add(id);
        ranges?.Add((start, end));
    }

    /// <summary>For each byte position at a code point's border, the position in UTF-16 units.</summary>
    private static int[] BytePositions(ReadOnlySpan<char> word)
    {
        int[] positions = new int[Encoding.UTF8.GetByteCount(word) + 1];
        int bytes = 0;
        for (int start = 0; start < word.Length;)
        {
            Rune.DecodeFromUtf16(word[start..], out Rune rune, out int length);
            positions[bytes] = start;
            bytes += rune.Utf8SequenceLength;
            start += length;
        }

        positions[bytes] = word.Length;
        return positions;
    }
}
