namespace SotopiaPi.Torch;

/// <summary>
/// Cuts a template into text and tags (Jinja 3.1), with block trimming on: a line break after a block tag falls away, and so does the white
/// space between the start of a line and a block tag.
/// </summary>
internal sealed class JinjaLexer
{
    private readonly JinjaSource _source;
    private readonly string _text;
    private readonly List<JinjaToken> _tokens = [];
    private int _position;
    private bool _atLineStart = true;

    private JinjaLexer(JinjaSource source) => (_source, _text) = (source, source.Text);

    /// <summary>
    /// Reads all tokens; the last is <see cref="JinjaTokenKind.End"/>. A faulty place ends the tokens, and its error is for the parser to
    /// throw should it get there: an earlier error of syntax goes first.
    /// </summary>
    public static List<JinjaToken> Read(JinjaSource source, out ChatTemplateException? fault)
    {
        JinjaLexer lexer = new(source);
        fault = null;
        try
        {
            lexer.ReadAll();
        }
        catch (ChatTemplateException exception)
        {
            fault = exception;
        }

        lexer._tokens.Add(new JinjaToken(JinjaTokenKind.End, "", source.Text.Length));
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (NextTag(_position) is >= 0 and int tag)
        {
            int body = tag + 2;
            char sign = body < _text.Length && _text[body] is ('-' or '+') ? _text[body] : '\0';
            AddText(_position, tag, sign, trimsLine: _text[tag + 1] != '{');
            ReadTag(tag, sign == '\0' ? body : body + 1);
        }

        AddText(_position, _text.Length, '\0', trimsLine: false);
    }

    private int NextTag(int start)
    {
        for (int i = start; (i = _text.IndexOf('{', i)) >= 0 && i + 1 < _text.Length; i++)
        {
            if (_text[i + 1] is '%' or '{' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    private void AddText(int start, int end, char sign, bool trimsLine)
    {
        ReadOnlySpan<char> text = _text.AsSpan(start, end - start);
        if (sign == '-')
        {
            text = PythonSpace.TrimEnd(text);
        }
        else if (sign == '\0' && trimsLine)
        {
            int line = text.LastIndexOf('\n') + 1;
            if ((line > 0 || _atLineStart) && PythonSpace.TrimEnd(text[line..]).IsEmpty)
            {
                text = text[..line];
            }
        }

        if (!text.IsEmpty)
        {
            _tokens.Add(new JinjaToken(JinjaTokenKind.Text, text.ToString(), start));
        }
    }

    private void ReadTag(int tag, int body)
    {
        switch (_text[tag + 1])
        {
            case '#':
                ReadComment(body);
                break;
            case '{':
                _tokens.Add(new JinjaToken(JinjaTokenKind.VariableBegin, "", tag));
                ReadExpression(body, "}}", JinjaTokenKind.VariableEnd);
                break;
            default:
                if (RawEnd(body) is >= 0 and int raw)
                {
                    ReadRaw(raw);
                    break;
                }

                _tokens.Add(new JinjaToken(JinjaTokenKind.BlockBegin, "", tag));
                ReadExpression(body, "%}", JinjaTokenKind.BlockEnd);
                break;
        }

        _atLineStart = _position > 0 && _text[_position - 1] == '\n';
    }

    private void ReadComment(int body)
    {
        int close = _text.IndexOf("#}", body, StringComparison.Ordinal);
        if (close < 0)
        {
            throw _source.SyntaxError("Missing end of comment tag", body);
        }

        EndTag(close + 2, close > body ? _text[close - 1] : '\0', trimsLineBreak: true);
    }

    private void ReadExpression(int body, string close, JinjaTokenKind closeKind)
    {
        int end = new JinjaExpressionLexer(_source, _tokens).Read(body, close, out char sign);
        _tokens.Add(new JinjaToken(closeKind, "", end - 2));
        EndTag(end, sign, trimsLineBreak: closeKind == JinjaTokenKind.BlockEnd);
    }

    /// <summary>Goes on after a tag: <c>-</c> takes all white space, otherwise a block takes one line break unless <c>+</c> keeps it.</summary>
    private void EndTag(int end, char sign, bool trimsLineBreak)
    {
        _position = end;
        if (sign == '-')
        {
            _position = PythonSpace.SkipFrom(_text, end);
        }
        else if (trimsLineBreak && sign != '+' && end < _text.Length && _text[end] == '\n')
        {
            _position++;
        }
    }

    /// <summary>The end of a tag <c>raw</c> whose body begins at an offset, or −1.</summary>
    private int RawEnd(int body) => KeywordTagEnd(body, "raw", out char sign) is >= 0 and int end
        ? sign == '-' ? PythonSpace.SkipFrom(_text, end) : end
        : -1;

    private int KeywordTagEnd(int body, string keyword, out char sign)
    {
        sign = '\0';
        int start = PythonSpace.SkipFrom(_text, body);
        if (string.CompareOrdinal(_text, start, keyword, 0, keyword.Length) != 0)
        {
            return -1;
        }

        int end = PythonSpace.SkipFrom(_text, start + keyword.Length);
        if (end < _text.Length && _text[end] is ('-' or '+'))
        {
            sign = _text[end++];
        }

        return string.CompareOrdinal(_text, end, "%}", 0, 2) == 0 ? end + 2 : -1;
    }

    private void ReadRaw(int start)
    {
        _atLineStart = false;
        for (int tag = start; (tag = _text.IndexOf("{%", tag, StringComparison.Ordinal)) >= 0; tag += 2)
        {
            int body = tag + 2;
            char sign = body < _text.Length && _text[body] is ('-' or '+') ? _text[body++] : '\0';
            if (KeywordTagEnd(body, "endraw", out char endSign) is >= 0 and int end)
            {
                AddText(start, tag, sign, trimsLine: true);
                EndTag(end, endSign, trimsLineBreak: true);
                return;
            }
        }

        throw _source.SyntaxError("Missing end of raw directive", start);
    }
}
