using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Reads the escapes of JSON texts, leniently.</summary>
internal static class JsonEscape
{
    /// <summary>Appends the character that the escape at <paramref name="position"/> stands for; an unknown escape stands for itself.</summary>
    /// <returns>The position of the escape's last character.</returns>
    public static int Append(StringBuilder content, string text, int position)
    {
        char kind = text[position + 1];
        switch (kind)
        {
            case 'n': content.Append('\n'); break;
            case 't': content.Append('\t'); break;
            case 'r': content.Append('\r'); break;
            case 'b': content.Append('\b'); break;
            case 'f': content.Append('\f'); break;
            case 'u' when position + 5 < text.Length && ushort.TryParse(text.AsSpan(position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                content.Append((char)code);
                return position + 5;
            case '"' or '\'' or '\\' or '/': content.Append(kind); break;
            default: content.Append('\\').Append(kind); break;
        }

        return position + 1;
    }

    /// <summary>Replaces halves of surrogate pairs, which no UTF-8 file can hold, by U+FFFD.</summary>
    public static string Sound(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    i++;
                    continue;
                }

                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}
