namespace SotopiaPi.Torch;

/// <summary>Parses expressions: operators by precedence, from the conditional down to signs.</summary>
internal sealed class ExpressionParser
{
    private readonly JinjaTokens _tokens;
    private readonly PrimaryParser _primary;

    public ExpressionParser(JinjaTokens tokens)
    {
        _tokens = tokens;
        _primary = new PrimaryParser(tokens, this);
    }

    /// <summary>Parses an expression.</summary>
    public JinjaExpression Parse(bool allowsCondition = true) => _tokens.Deeper(() => allowsCondition ? ParseConditional() : ParseOr());

    /// <summary>Parses expressions with commas between them, which make a tuple.</summary>
    public JinjaExpression ParseTuple(bool allowsCondition = true, string? endName = null)
    {
        int position = _tokens.Current.Position;
        List<JinjaExpression> items = [];
        bool comma = false;
        while (!EndsTuple(endName))
        {
            items.Add(Parse(allowsCondition));
            if (!_tokens.TakeOperator(","))
            {
                break;
            }

            comma = true;
        }

        return items.Count == 0 ? throw _tokens.Error($"Expected an expression, got {PythonText.Quote(_tokens.Current.Description)}")
            : comma ? new SequenceExpression(items, isTuple: true, position)
            : items[0];
    }

    /// <summary>Parses the arguments of a call, from the opening parenthesis on.</summary>
    public ArgumentList ParseArguments() => _primary.ParseArguments();

    /// <summary>Parses a chain of filters that stands without a value, as in a filter block.</summary>
    public FilterExpression ParseFilterChain() => _primary.ParseFilterChain();

    private bool EndsTuple(string? endName) =>
        _tokens.Current.Kind is JinjaTokenKind.VariableEnd or JinjaTokenKind.BlockEnd
        || _tokens.Current.IsOperator(")")
        || (endName is not null && _tokens.Current.IsName(endName));

    private JinjaExpression ParseConditional()
    {
        JinjaExpression value = ParseOr();
        while (_tokens.Current.IsName("if"))
        {
            int position = _tokens.Next().Position;
            JinjaExpression condition = ParseOr();
            JinjaExpression? otherwise = _tokens.TakeName("else") ? _tokens.Deeper(ParseConditional) : null;
            value = new ConditionalExpression(condition, value, otherwise, position);
        }

        return value;
    }

    private JinjaExpression ParseOr()
    {
        JinjaExpression left = ParseAnd();
        while (_tokens.Current.IsName("or"))
        {
            int position = _tokens.Next().Position;
            left = new LogicExpression(left, ParseAnd(), isAnd: false, position);
        }

        return left;
    }

    private JinjaExpression ParseAnd()
    {
        JinjaExpression left = ParseNot();
        while (_tokens.Current.IsName("and"))
        {
            int position = _tokens.Next().Position;
            left = new LogicExpression(left, ParseNot(), isAnd: true, position);
        }

        return left;
    }

    private JinjaExpression ParseNot()
    {
        if (!_tokens.Current.IsName("not"))
        {
            return ParseComparison();
        }

        int position = _tokens.Next().Position;
        return new NotExpression(_tokens.Deeper(ParseNot), position);
    }

    private JinjaExpression ParseComparison()
    {
        int position = _tokens.Current.Position;
        JinjaExpression first = ParseSum();
        List<(string, JinjaExpression)> rest = [];
        while (TakeComparison() is { } operation)
        {
            rest.Add((operation, ParseSum()));
        }

        return rest.Count == 0 ? first : new ComparisonExpression(first, rest, position);
    }

    private string? TakeComparison()
    {
        JinjaToken token = _tokens.Current;
        if (token.Kind == JinjaTokenKind.Operator && token.Text is ("==" or "!=" or "<" or "<=" or ">" or ">="))
        {
            return _tokens.Next().Text;
        }

        if (_tokens.TakeName("in"))
        {
            return "in";
        }

        if (token.IsName("not") && _tokens.Ahead.IsName("in"))
        {
            _tokens.Next();
            _tokens.Next();
            return "not in";
        }

        return null;
    }

    private JinjaExpression ParseSum() => ParseLeft(ParseConcatenation, "+", "-");

    private JinjaExpression ParseConcatenation()
    {
        int position = _tokens.Current.Position;
        List<JinjaExpression> operands = [ParseProduct()];
        while (_tokens.TakeOperator("~"))
        {
            operands.Add(ParseProduct());
        }

        return operands.Count == 1 ? operands[0] : new ConcatenationExpression(operands, position);
    }

    private JinjaExpression ParseProduct() => ParseLeft(ParsePower, "*", "/", "//", "%");

    private JinjaExpression ParsePower() => ParseLeft(() => ParseSign(withFilters: true), "**");

    private JinjaExpression ParseLeft(Func<JinjaExpression> parseOperand, params ReadOnlySpan<string> operations)
    {
        JinjaExpression left = parseOperand();
        while (_tokens.Current.Kind == JinjaTokenKind.Operator && operations.Contains(_tokens.Current.Text))
        {
            JinjaToken operation = _tokens.Next();
            left = new ArithmeticExpression(operation.Text, left, parseOperand(), operation.Position);
        }

        return left;
    }

    private JinjaExpression ParseSign(bool withFilters)
    {
        JinjaToken token = _tokens.Current;
        JinjaExpression value = token.Kind == JinjaTokenKind.Operator && token.Text is ("-" or "+")
            ? new SignExpression(_tokens.Deeper(() => { _tokens.Next(); return ParseSign(withFilters: false); }), token.Text == "-", token.Position)
            : _primary.Parse();
        value = _primary.ParsePostfix(value);
        return withFilters ? _primary.ParseFilters(value) : value;
    }
}
