using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Text without lone surrogates: each becomes U+FFFD, as it would in UTF-8.</summary>
internal static class WellFormed
{
    /// <summary>Makes a string; lone surrogates are replaced one for one, so that positions stay.</summary>
    public static string Text(ReadOnlySpan<char> text)
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

                return Replace(text);
            }
        }

        return text.ToString();
    }

    private static string Replace(ReadOnlySpan<char> text)
    {
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            clean.Append(pair || !char.IsSurrogate(text[i]) ? text[i] : '\uFFFD');
            if (pair)
            {
                clean.Append(text[++i]);
            }
        }

        return clean.ToString();
    }
}
