using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Changes of case as Python makes them.</summary>
internal static class PythonCase
{
    /// <summary>Upper case; the sharp s becomes two letters.</summary>
    public static string Upper(string text) => text.ToUpperInvariant().Replace("\u00DF", "SS", StringComparison.Ordinal);

    /// <summary>The first letter in upper case, all others in lower case.</summary>
    public static string Capitalize(string text) => text.Length == 0 ? text : Upper(text[..1]) + text[1..].ToLowerInvariant();

    /// <summary>The method <c>title</c>: a letter that follows no letter is in upper case, all others in lower case.</summary>
    public static string Title(string text)
    {
        StringBuilder output = new(text.Length);
        bool afterLetter = false;
        foreach (char c in text)
        {
            output.Append(afterLetter ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            afterLetter = char.IsLetter(c);
        }

        return output.ToString();
    }

    /// <summary>The filter <c>title</c>: words begin after white space, hyphens and opening brackets only.</summary>
    public static string TitleWords(string text)
    {
        StringBuilder output = new(text.Length);
        bool atStart = true;
        foreach (char c in text)
        {
            output.Append(atStart ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            atStart = PythonSpace.Is(c) || c is '-' or '(' or '{' or '[' or '<';
        }

        return output.ToString();
    }

    /// <summary>Upper and lower case exchanged.</summary>
    public static string Swap(string text)
    {
        StringBuilder output = new(text.Length);
        foreach (char c in text)
        {
            output.Append(char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
        }

        return output.ToString();
    }
}
