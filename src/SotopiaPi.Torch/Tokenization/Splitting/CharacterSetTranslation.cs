using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Rewrites a bracketed character class for .NET.</summary>
internal static class CharacterSetTranslation
{
    /// <summary>Appends the class that begins at an index and returns its end.</summary>
    /// <exception cref="ArgumentException">The class nests another, intersects, or does not end.</exception>
    public static int Append(string pattern, int index, bool ignoresCase, StringBuilder output)
    {
        output.Append('[');
        index++;
        if (index < pattern.Length && pattern[index] == '^')
        {
            output.Append('^');
            index++;
        }

        for (bool first = true; index < pattern.Length; first = false)
        {
            char c = pattern[index];
            switch (c)
            {
                case ']' when !first:
                    output.Append(']');
                    return index + 1;
                case '[':
                    throw new ArgumentException("nested character classes have no counterpart");
                case '&' when index + 1 < pattern.Length && pattern[index + 1] == '&':
                    throw new ArgumentException("intersections of character classes have no counterpart");
                case '\\':
                    index = RegexTranslation.AppendEscape(pattern, index, insideSet: true, output);
                    break;
                default:
                    bool single = ignoresCase && char.IsAsciiLetter(c) && !IsRangeEnd(pattern, index);
                    output.Append(single ? RegexTranslation.CaseForms(c) : c.ToString());
                    index++;
                    break;
            }
        }

        throw new ArgumentException("a character class does not end");
    }

    private static bool IsRangeEnd(string pattern, int index) =>
        pattern[index - 1] == '-' || (index + 1 < pattern.Length && pattern[index + 1] == '-');
}
