using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// The printable alphabet of byte-level vocabularies: each of the 256 bytes is written as one character. The printable Latin-1
/// characters stand for themselves, the other bytes follow from U+0100 on (openai/gpt-2@9b63575 <c>src/encoder.py</c>).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = MakeCharacters();
    private static readonly short[] s_bytes = MakeBytes();

    /// <summary>The character that stands for a byte.</summary>
    public static char ToCharacter(byte value) => s_characters[value];

    /// <summary>The number of UTF-8 bytes of the character that stands for a byte: 1 or 2.</summary>
    public static int EncodedLength(byte value) => s_characters[value] < 0x80 ? 1 : 2;

    /// <summary>Reads a vocabulary string back to bytes; false when a character is outside the alphabet.</summary>
    public static bool TryReadBytes(ReadOnlySpan<char> token, Span<byte> bytes)
    {
        for (int i = 0; i < token.Length; i++)
        {
            if (token[i] >= s_bytes.Length || s_bytes[token[i]] < 0)
            {
                return false;
            }

            bytes[i] = (byte)s_bytes[token[i]];
        }

        return true;
    }

    /// <summary>The bytes of a token as a byte-level decoder sees it: through the alphabet, or as plain UTF-8 when it is outside.</summary>
    public static byte[] ReadBytesOrUtf8(string token)
    {
        byte[] bytes = new byte[token.Length];
        return TryReadBytes(token, bytes) ? bytes : Encoding.UTF8.GetBytes(token);
    }

    /// <summary>Writes bytes as a vocabulary string.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[i] = s_characters[bytes[i]];
        }

        return new string(text);
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        char next = (char)256;
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[b] = printable ? (char)b : next++;
        }

        return characters;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[256 + 68];
        Array.Fill(bytes, (short)-1);
        for (int b = 0; b < 256; b++)
        {
            bytes[s_characters[b]] = (short)b;
        }

        return bytes;
    }
}
