using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>Reads the tokens inside one tag.</summary>
internal sealed class JinjaExpressionLexer(JinjaSource source, List<JinjaToken> tokens)
{
    private static readonly string[] s_operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string _text = source.Text;
    private readonly Stack<char> _brackets = new();

    /// <summary>Reads up to the end of the tag; returns the offset after it, and the sign before its closing mark.</summary>
    public int Read(int position, string close, out char sign)
    {
        while (true)
        {
            position = PythonSpace.SkipFrom(_text, position);
            if (position >= _text.Length)
            {
                sign = '\0';
                throw source.SyntaxError(
                    $"unexpected end of template, expected '{(close == "}}" ? "end of print statement" : "end of statement block")}'.", position);
            }

            if (_brackets.Count == 0 && IsClose(position, close, out sign))
            {
                return position + (sign == '\0' ? 2 : 3);
            }

            position = ReadToken(position);
        }
    }

    private bool IsClose(int position, string close, out char sign)
    {
        sign = _text[position] is '-' or '+' ? _text[position] : '\0';
        bool plusAllowed = close == "%}";
        int mark = sign == '\0' ? position : position + 1;
        return string.CompareOrdinal(_text, mark, close, 0, 2) == 0 && (sign != '+' || plusAllowed);
    }

    private int ReadToken(int start)
    {
        char c = _text[start];
        if (char.IsAsciiDigit(c))
        {
            return ReadNumber(start);
        }

        if (IsNameCharacter(c))
        {
            int end = start;
            while (end < _text.Length && IsNameCharacter(_text[end]))
            {
                end++;
            }

            tokens.Add(new JinjaToken(JinjaTokenKind.Name, string.Intern(_text[start..end]), start));
            return end;
        }

        return c is '\'' or '"' ? ReadString(start, c) : ReadOperator(start);
    }

    private int ReadNumber(int start)
    {
        int end = NumberLexer.End(_text, start, out bool isFloat);
        string text = _text[start..end].Replace("_", "", StringComparison.Ordinal);
        tokens.Add(new JinjaToken(isFloat ? JinjaTokenKind.Float : JinjaTokenKind.Integer, text, start));
        return end;
    }

    private int ReadString(int start, char quote)
    {
        for (int end = start + 1; end < _text.Length; end++)
        {
            if (_text[end] == '\\')
            {
                end++;
            }
            else if (_text[end] == quote)
            {
                string value = StringLiteral.Unescape(_text.AsSpan(start + 1, end - start - 1))
                    ?? throw source.SyntaxError("invalid escape sequence in a string", start);
                tokens.Add(new JinjaToken(JinjaTokenKind.String, value, start));
                return end + 1;
            }
        }

        throw source.SyntaxError($"unexpected char {PythonText.Quote(_text[start].ToString())} at {start}", start);
    }

    private int ReadOperator(int start)
    {
        string? found = Array.Find(s_operators, text => string.CompareOrdinal(_text, start, text, 0, text.Length) == 0);
        if (found is null)
        {
            string shown = PythonText.Quote(_text[start].ToString());
            throw source.SyntaxError(string.Create(CultureInfo.InvariantCulture, $"unexpected char {shown} at {start}"), start);
        }

        if (found is "(" or "[" or "{")
        {
            _brackets.Push(found[0] switch { '(' => ')', '[' => ']', _ => '}' });
        }
        else if (found is ")" or "]" or "}" && (_brackets.Count == 0 || _brackets.Pop() != found[0]))
        {
            throw source.SyntaxError($"unexpected '{found}'", start);
        }

        tokens.Add(new JinjaToken(JinjaTokenKind.Operator, found, start));
        return start + found.Length;
    }

    private static bool IsNameCharacter(char c) => c == '_' || char.IsLetterOrDigit(c);
}
