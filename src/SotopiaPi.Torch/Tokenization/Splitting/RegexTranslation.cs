using System.Buffers;
using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Rewrites a pattern in the dialect of tokenizer files (Oniguruma) for .NET: <c>\w</c> and <c>\x{…}</c> are spelled out, possessive
/// quantifiers become atomic groups, and letters under <c>(?i:…)</c> become classes that hold all their Unicode case forms.
/// </summary>
internal static class RegexTranslation
{
    private static readonly SearchValues<char> s_counts = SearchValues.Create("0123456789,");

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="ArgumentException">The pattern uses something that .NET has no counterpart for.</exception>
    public static string Translate(string pattern)
    {
        StringBuilder output = new(pattern.Length + 16);
        Stack<(int Start, bool IgnoresCase)> groups = new();
        bool ignoresCase = false;
        int atom = 0;
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            if (c == '(')
            {
                groups.Push((output.Length, ignoresCase));
                bool folds = string.CompareOrdinal(pattern, i, "(?i:", 0, 4) == 0;
                ignoresCase |= folds;
                output.Append(folds ? "(?:" : "(");
                i += folds ? 4 : 1;
            }
            else if (c == ')')
            {
                if (groups.Count == 0)
                {
                    throw new ArgumentException("a closing parenthesis has no opening one");
                }

                (atom, ignoresCase) = groups.Pop();
                output.Append(c);
                i++;
            }
            else if (IsQuantifier(pattern, i, out int end))
            {
                i = AppendQuantifier(pattern, i, end, atom, output);
            }
            else
            {
                atom = output.Length;
                i = c == '[' ? CharacterSetTranslation.Append(pattern, i, ignoresCase, output) : AppendAtom(pattern, i, ignoresCase, output);
            }
        }

        return output.ToString();
    }

    private static int AppendQuantifier(string pattern, int start, int end, int atom, StringBuilder output)
    {
        output.Append(pattern, start, end - start);
        if (end < pattern.Length && pattern[end] == '+')
        {
            output.Insert(atom, "(?>").Append(')');
            return end + 1;
        }

        return end;
    }

    private static int AppendAtom(string pattern, int index, bool ignoresCase, StringBuilder output)
    {
        char c = pattern[index];
        if (c != '\\')
        {
            output.Append(ignoresCase && char.IsAsciiLetter(c) ? "[" + CaseForms(c) + "]" : c.ToString());
            return index + 1;
        }

        return AppendEscape(pattern, index, insideSet: false, output);
    }

    /// <summary>Appends an escape sequence and returns its end.</summary>
    internal static int AppendEscape(string pattern, int index, bool insideSet, StringBuilder output)
    {
        if (index + 1 >= pattern.Length)
        {
            throw new ArgumentException("it ends within an escape sequence");
        }

        char kind = pattern[index + 1];
        int brace = index + 2 < pattern.Length && pattern[index + 2] == '{' ? pattern.IndexOf('}', index) : -1;
        switch (kind)
        {
            case 'w':
                output.Append(insideSet ? @"\p{L}\p{M}\p{Nd}\p{Pc}" : @"[\p{L}\p{M}\p{Nd}\p{Pc}]");
                return index + 2;
            case 'W' when !insideSet:
                output.Append(@"[^\p{L}\p{M}\p{Nd}\p{Pc}]");
                return index + 2;
            case 'p' or 'P' when brace > 0:
                output.Append(pattern, index, brace + 1 - index);
                return brace + 1;
            case 'x' when brace > 0:
                output.Append(CodeUnit(pattern[(index + 3)..brace]));
                return brace + 1;
            case 'h' or 'H' or 'R' or 'X' or 'K' or 'G':
                throw new ArgumentException($"the escape '\\{kind}' has no counterpart");
            default:
                output.Append(pattern, index, 2);
                return index + 2;
        }
    }

    /// <summary>All letters that are equal to an ASCII letter when case is ignored.</summary>
    internal static string CaseForms(char letter) => char.ToLowerInvariant(letter) switch
    {
        's' => "sS\u017F",
        'k' => "kK\u212A",
        char lower => string.Create(CultureInfo.InvariantCulture, $"{lower}{char.ToUpperInvariant(lower)}"),
    };

    private static string CodeUnit(string digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value)
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}")
            : throw new ArgumentException($"the code point U+{digits} lies outside the BMP");

    private static bool IsQuantifier(string pattern, int index, out int end)
    {
        end = index + 1;
        if (pattern[index] is '*' or '+' or '?')
        {
            end += end < pattern.Length && pattern[end] == '?' ? 1 : 0;
            return true;
        }

        int close = pattern[index] == '{' ? pattern.IndexOf('}', index) : -1;
        if (close < 0 || pattern.AsSpan(index + 1, close - index - 1).IndexOfAnyExcept(s_counts) >= 0)
        {
            return false;
        }

        end = close + 1;
        return true;
    }
}
