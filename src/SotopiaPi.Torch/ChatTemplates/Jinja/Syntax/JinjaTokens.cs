namespace SotopiaPi.Torch;

/// <summary>The tokens of a template with a place in them.</summary>
internal sealed class JinjaTokens
{
    private readonly JinjaSource _source;
    private readonly List<JinjaToken> _tokens;
    private readonly ChatTemplateException? _fault;
    private int _index;
    private int _depth;

    public JinjaTokens(JinjaSource source)
    {
        _source = source;
        _tokens = JinjaLexer.Read(source, out _fault);
    }

    public JinjaToken Current => _fault is not null && _index == _tokens.Count - 1 ? throw _fault : _tokens[_index];

    /// <summary>The token after the current one.</summary>
    public JinjaToken Ahead => _tokens[Math.Min(_index + 1, _tokens.Count - 1)];

    /// <summary>The number of tokens taken.</summary>
    public int Index => _index;

    /// <summary>Whether a name occurs among the tokens taken since an index.</summary>
    public bool UsesName(string name, int since)
    {
        for (int i = since; i < _index; i++)
        {
            if (_tokens[i].IsName(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the current token.</summary>
    public JinjaToken Next()
    {
        JinjaToken token = Current;
        _index = Math.Min(_index + 1, _tokens.Count - 1);
        return token;
    }

    /// <summary>Takes an operator if it stands here.</summary>
    public bool TakeOperator(string text) => Take(Current.IsOperator(text));

    /// <summary>Takes a name if it stands here.</summary>
    public bool TakeName(string text) => Take(Current.IsName(text));

    /// <summary>Takes an operator, which must stand here.</summary>
    public JinjaToken ExpectOperator(string text) => Current.IsOperator(text) ? Next() : throw Expected(text);

    /// <summary>Takes a token of a kind, which must stand here.</summary>
    public JinjaToken Expect(JinjaTokenKind kind, string description) => Current.Kind == kind ? Next() : throw Expected(description);

    public ChatTemplateException Expected(string description) => Current.Kind == JinjaTokenKind.End
        ? Error($"unexpected end of template, expected {PythonText.Quote(description)}.")
        : Error($"expected token {PythonText.Quote(description)}, got {PythonText.Quote(Current.Description)}");

    /// <summary>A syntax error at the current token.</summary>
    public ChatTemplateException Error(string message) => _source.SyntaxError(message, Current.Position);

    /// <summary>A syntax error at a token.</summary>
    public ChatTemplateException ErrorAt(string message, JinjaToken token) => _source.SyntaxError(message, token.Position);

    /// <summary>Goes one level of nesting deeper.</summary>
    public T Deeper<T>(Func<T> parse)
    {
        if (++_depth > JinjaLimits.SyntaxDepth)
        {
            throw Error($"the template is nested deeper than {JinjaLimits.SyntaxDepth}");
        }

        T result = parse();
        _depth--;
        return result;
    }

    private bool Take(bool present)
    {
        if (present)
        {
            Next();
        }

        return present;
    }
}
