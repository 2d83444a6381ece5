using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Texts as sequences of code points, which is how Python counts them.</summary>
internal static class CodePoints
{
    /// <summary>The number of code points.</summary>
    public static int Count(string text)
    {
        JinjaWork.Spend(text.Length / 4);
        int pairs = 0;
        for (int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>The code points as texts.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        JinjaWork.Spend((long)JinjaWork.Visit * text.Length);
        List<string> parts = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            parts.Add(text.Substring(i, length));
            i += length;
        }

        return parts;
    }

    /// <summary>The offset in UTF-16 units as a number of code points.</summary>
    public static int IndexOf(string text, int offset) => Count(text[..offset]);

    /// <summary>Orders texts by code point, which UTF-16 units outside the BMP would not.</summary>
    public static int Compare(string left, string right)
    {
        if (!HasSurrogates(left) && !HasSurrogates(right))
        {
            return string.CompareOrdinal(left, right);
        }

        return Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
    }

    public static bool HasSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
