using System.Buffers;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Joins the bytes of byte-level tokens; bytes that are not UTF-8 become U+FFFD.</summary>
internal sealed class ByteLevelDecoder : ITokenDecoder
{
    public string Decode(IReadOnlyList<string> tokens, bool continues)
    {
        int capacity = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            capacity += 3 * tokens[i].Length;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);
        int count = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            count += ByteAlphabet.TryReadBytes(token, buffer.AsSpan(count))
                ? token.Length
                : Encoding.UTF8.GetBytes(token, buffer.AsSpan(count));
        }

        string text = Encoding.UTF8.GetString(buffer, 0, count);
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    public byte[] Bytes(string token) => ByteAlphabet.ReadBytesOrUtf8(token);
}
