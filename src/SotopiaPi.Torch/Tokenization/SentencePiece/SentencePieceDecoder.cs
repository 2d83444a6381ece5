using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Decodes as SentencePiece does: the first piece loses its mark where encoding puts one there, unknown pieces show as a sign, and bytes that
/// are not UTF-8 become U+FFFD one by one (google/sentencepiece: sentencepiece_processor.cc).
/// </summary>
internal sealed class SentencePieceDecoder(SentencePieceModel model) : ITokenDecoder
{
    private readonly string _unknown = model.Pieces[model.UnknownId].Text;
    private readonly bool _dropsFirst = model.AddDummyPrefix || model.RemoveExtraSpaces;

    public string Decode(IReadOnlyList<string> tokens, bool continues)
    {
        StringBuilder text = new();
        List<byte> bytes = [];
        bool atStart = !continues;
        bool dropped = false;
        foreach (string token in tokens)
        {
            if (model.ByteFallback && ByteTokens.TryParse(token, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, text);
            atStart = atStart && !dropped && text.Length == 0;
            text.Append(Surface(token, atStart, out dropped));
        }

        Flush(bytes, text);
        return text.ToString();
    }

    public byte[] Bytes(string token) => model.ByteFallback && ByteTokens.TryParse(token, out byte value)
        ? [value]
        : Encoding.UTF8.GetBytes(Surface(token, atStart: false, out _));

    private string Surface(string token, bool atStart, out bool dropped)
    {
        dropped = false;
        if (token == _unknown)
        {
            return model.UnknownSurface;
        }

        bool drops = atStart && _dropsFirst && token.StartsWith(SpaceMark.Character);
        dropped = drops && !model.RemoveExtraSpaces;
        return (drops ? token[1..] : token).Replace(SpaceMark.Character, ' ');
    }

    private static void Flush(List<byte> bytes, StringBuilder text)
    {
        ReadOnlySpan<byte> rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            text.Append(valid ? rune.ToString() : "\uFFFD");
            rest = rest[(valid ? length : 1)..];
        }

        bytes.Clear();
    }
}
