using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Normalises as SentencePiece does: user-defined pieces stay, the longest entry of the character map replaces what it matches, runs of
/// spaces collapse where the model says so, spaces become marks, and a mark stands before the text (google/sentencepiece: normalizer.cc).
/// </summary>
internal sealed class SentencePieceRewriter : ITextRewriter
{
    private readonly SentencePieceModel _model;
    private readonly CharacterMap? _map;
    private readonly ByteTrie _kept = new();
    private readonly string _space;

    public SentencePieceRewriter(SentencePieceModel model)
    {
        _model = model;
        _map = model.CharacterMap.IsEmpty ? null : new CharacterMap(model.CharacterMap.Span);
        _space = model.EscapeSpaces ? SpaceMark.Text : " ";
        foreach (SentencePiece piece in model.Pieces.Where(piece => piece.Type == PieceType.UserDefined && piece.Text.Length > 0))
        {
            _kept.Add(Encoding.UTF8.GetBytes(piece.Text), 1);
        }
    }

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(WellFormed.Text(text));
        int position = 0;
        int unit = 0;
        if (_model.RemoveExtraSpaces)
        {
            while (position < bytes.Length && NextPart(bytes.AsSpan(position), out int length) == " ")
            {
                unit += Units(bytes.AsSpan(position, length));
                position += length;
            }
        }

        if (position == bytes.Length)
        {
            return true;
        }

        bool addsMark = _model.AddDummyPrefix && place != TextPlace.Continued;
        if (addsMark && !_model.SpaceAsSuffix)
        {
            output.Write(_space, unit, unit + 1);
        }

        WriteParts(bytes, position, unit, output);
        if (addsMark && _model.SpaceAsSuffix)
        {
            output.Write(_space, text.Length - 1, text.Length);
        }

        return true;
    }

    private void WriteParts(byte[] bytes, int position, int unit, RewrittenText output)
    {
        bool afterSpace = _model.RemoveExtraSpaces;
        while (position < bytes.Length)
        {
            string part = NextPart(bytes.AsSpan(position), out int length);
            int units = Units(bytes.AsSpan(position, length));
            part = afterSpace ? part.TrimStart(' ') : part;
            if (part.Length > 0)
            {
                output.Write(part.Replace(" ", _space, StringComparison.Ordinal), unit, unit + units);
                afterSpace = _model.RemoveExtraSpaces && part.EndsWith(' ');
            }

            position += length;
            unit += units;
        }

        if (_model.RemoveExtraSpaces)
        {
            output.TrimEnd(_space[0]);
        }
    }

    /// <summary>What the beginning of the text becomes, and how many bytes of it that takes.</summary>
    private string NextPart(ReadOnlySpan<byte> bytes, out int length)
    {
        length = LongestKept(bytes);
        if (length > 0)
        {
            return Encoding.UTF8.GetString(bytes[..length]);
        }

        string replacement = "";
        length = _map?.Match(bytes, longest: true, out replacement) ?? 0;
        if (length > 0)
        {
            return replacement;
        }

        Rune.DecodeFromUtf8(bytes, out Rune rune, out length);
        return rune.ToString();
    }

    private int LongestKept(ReadOnlySpan<byte> bytes)
    {
        int longest = 0;
        int node = ByteTrie.Root;
        for (int i = 0; i < bytes.Length && (node = _kept.Step(node, bytes[i])) >= 0; i++)
        {
            longest = _kept.Value(node) >= 0 ? i + 1 : longest;
        }

        return longest;
    }

    private static int Units(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetCharCount(bytes);
}
