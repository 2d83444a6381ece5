using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Reads a file of ranks: on each line the base64 of a token, a space and its rank; plain or gzip.</summary>
internal static class TiktokenReader
{
    private const int MaximumBytes = 64 << 20;

    /// <exception cref="TokenizerException">The file is damaged, or unpacks to more than 64 MiB.</exception>
    public static Vocabulary Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> text = file.Span.StartsWith<byte>([0x1F, 0x8B]) ? Unpack(file) : file.Span;
        Vocabulary vocabulary = new(text.Count((byte)'\n') + 1);
        int number = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = text[range].TrimEnd((byte)'\r');
            if (!line.IsEmpty)
            {
                ReadLine(line, number, vocabulary);
            }
        }

        return vocabulary;
    }

    private static void ReadLine(ReadOnlySpan<byte> line, int number, Vocabulary vocabulary)
    {
        int space = line.IndexOf((byte)' ');
        if (space <= 0 || !Utf8Parser.TryParse(line[(space + 1)..], out int rank, out int used) || used != line.Length - space - 1)
        {
            throw new TokenizerException($"Line {number} of the ranks is '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 60)])}'; base64, a space and a number were wanted.");
        }

        byte[] token = new byte[Base64.GetMaxDecodedFromUtf8Length(space)];
        if (Base64.DecodeFromUtf8(line[..space], token, out _, out int length) != System.Buffers.OperationStatus.Done)
        {
            throw new TokenizerException($"Line {number} of the ranks does not begin with valid base64.");
        }

        vocabulary.Add(ByteAlphabet.Write(token.AsSpan(0, length)), rank);
    }

    private static byte[] Unpack(ReadOnlyMemory<byte> file)
    {
        try
        {
            using MemoryStream packed = new(file.ToArray());
            using GZipStream unpacking = new(packed, CompressionMode.Decompress);
            using MemoryStream unpacked = new();
            byte[] buffer = new byte[1 << 16];
            for (int count; (count = unpacking.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, count);
                if (unpacked.Length > MaximumBytes)
                {
                    throw new TokenizerException($"The ranks unpack to more than {MaximumBytes} bytes.");
                }
            }

            return unpacked.ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new TokenizerException($"The ranks are not valid gzip: {exception.Message}", exception);
        }
    }
}
