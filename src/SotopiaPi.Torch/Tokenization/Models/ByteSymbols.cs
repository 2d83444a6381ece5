using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Starts byte-pair encoding from UTF-8 bytes, as byte-level tokenizers do. Lone surrogates become U+FFFD.</summary>
internal sealed class ByteSymbols : ISymbolSource
{
    private readonly int[] _ids = new int[256];
    private readonly UnknownRule _unknown;

    public ByteSymbols(Vocabulary vocabulary, UnknownRule unknown)
    {
        _unknown = unknown;
        for (int b = 0; b < 256; b++)
        {
            char character = ByteAlphabet.ToCharacter((byte)b);
            _ids[b] = vocabulary.FindInModel(new ReadOnlySpan<char>(in character));
        }
    }

    public bool SplitsAtMarks => false;

    public int MaximumSymbols(int length) => 3 * length;

    [SkipLocalsInit]
    public int Fill(ReadOnlySpan<char> word, Span<Symbol> symbols)
    {
        byte[]? rented = word.Length > 170 ? ArrayPool<byte>.Shared.Rent(3 * word.Length) : null;
        Span<byte> bytes = rented is null ? stackalloc byte[512] : rented;
        bytes = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
        SymbolWriter writer = new(symbols, _unknown);
        foreach (byte value in bytes)
        {
            if (_ids[value] >= 0)
            {
                writer.Add(_ids[value], ByteAlphabet.EncodedLength(value));
            }
            else
            {
                writer.AddUnknown(ByteAlphabet.EncodedLength(value));
            }
        }

        writer.Flush();
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return writer.Count;
    }

    [SkipLocalsInit]
    public int FindWhole(ReadOnlySpan<char> word, Vocabulary vocabulary)
    {
        if (word.Length > 256)
        {
            return -1;      // no vocabulary has a token of that length
        }

        Span<byte> bytes = stackalloc byte[3 * word.Length];
        bytes = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
        Span<char> token = stackalloc char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            token[i] = ByteAlphabet.ToCharacter(bytes[i]);
        }

        return vocabulary.FindInModel(token);
    }

    public (int Start, int End)[] Units(ReadOnlySpan<char> word)
    {
        List<(int, int)> units = new(2 * word.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (int start = 0; start < word.Length;)
        {
            Rune.DecodeFromUtf16(word[start..], out Rune rune, out int length);
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                for (int unit = 0; unit < ByteAlphabet.EncodedLength(value); unit++)
                {
                    units.Add((start, start + length));
                }
            }

            start += length;
        }

        return [.. units];
    }
}
