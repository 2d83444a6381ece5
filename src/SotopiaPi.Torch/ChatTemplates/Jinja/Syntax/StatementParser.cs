namespace SotopiaPi.Torch;

/// <summary>Parses text, print tags and block tags.</summary>
internal sealed class StatementParser
{
    private readonly JinjaTokens _tokens;
    private readonly ExpressionParser _expressions;
    private readonly BlockParser _blocks;
    private readonly Stack<string> _open = new();
    private readonly Stack<string[]> _endings = new();

    private StatementParser(JinjaSource source)
    {
        _tokens = new JinjaTokens(source);
        _expressions = new ExpressionParser(_tokens);
        _blocks = new BlockParser(_tokens, _expressions, this);
    }

    /// <summary>Parses a whole template.</summary>
    public static JinjaStatement Parse(JinjaSource source) => new StatementParser(source).ParseUntil([], out _);

    /// <summary>Parses the body of a block up to one of the tags that may follow, and takes the tag's name.</summary>
    public JinjaStatement ParseBody(string block, string[] endings, out string ending)
    {
        _tokens.Expect(JinjaTokenKind.BlockEnd, "end of statement block");
        _open.Push(block);
        string found = "";
        JinjaStatement body = _tokens.Deeper(() => ParseUntil(endings, out found));
        _open.Pop();
        ending = found;
        return body;
    }

    /// <summary>Parses the body of a macro and says which special variables it reads.</summary>
    public JinjaStatement ParseMacroBody(string block, string ending, out MacroUses uses)
    {
        int start = _tokens.Index;
        JinjaStatement body = ParseBody(block, [ending], out _);
        uses = new MacroUses(_tokens.UsesName("varargs", start), _tokens.UsesName("kwargs", start), _tokens.UsesName("caller", start));
        return body;
    }

    private SequenceStatement ParseUntil(string[] endings, out string ending)
    {
        _endings.Push(endings);
        List<JinjaStatement> statements = [];
        ending = "";
        while (true)
        {
            JinjaToken token = _tokens.Current;
            switch (token.Kind)
            {
                case JinjaTokenKind.Text:
                    statements.Add(new TextStatement(_tokens.Next().Text));
                    continue;
                case JinjaTokenKind.VariableBegin:
                    _tokens.Next();
                    statements.Add(new PrintStatement(_expressions.ParseTuple()));
                    _tokens.Expect(JinjaTokenKind.VariableEnd, "end of print statement");
                    continue;
                case JinjaTokenKind.BlockBegin when Array.IndexOf(endings, _tokens.Ahead.Text) >= 0 && _tokens.Ahead.Kind == JinjaTokenKind.Name:
                    _tokens.Next();
                    ending = _tokens.Next().Text;
                    break;
                case JinjaTokenKind.BlockBegin:
                    _tokens.Next();
                    statements.Add(ParseBlock());
                    continue;
                default:
                    if (endings.Length > 0)
                    {
                        throw _tokens.Error("Unexpected end of template." + LookingFor());
                    }

                    break;
            }

            _endings.Pop();
            return new SequenceStatement(statements);
        }
    }

    private JinjaStatement ParseBlock()
    {
        JinjaToken tag = _tokens.Expect(JinjaTokenKind.Name, "name");
        JinjaStatement statement = _blocks.TryParse(tag)
            ?? throw _tokens.ErrorAt($"Encountered unknown tag {PythonText.Quote(tag.Text)}." + LookingFor(), tag);
        _tokens.Expect(JinjaTokenKind.BlockEnd, "end of statement block");
        return statement;
    }

    private string LookingFor() => _endings.Peek() is { Length: > 0 } endings
        ? $" Jinja was looking for the following tags: {string.Join(" or ", endings.Select(PythonText.Quote))}."
            + $" The innermost block that needs to be closed is {PythonText.Quote(_open.Peek())}."
        : "";
}
