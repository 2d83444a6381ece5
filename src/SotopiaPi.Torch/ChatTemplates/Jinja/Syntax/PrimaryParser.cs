using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>Parses names, literals, brackets, and what may follow them: attributes, elements, calls; filters and tests in the other file.</summary>
internal sealed partial class PrimaryParser(JinjaTokens tokens, ExpressionParser expressions)
{
    /// <summary>Parses a name, a literal or something in brackets.</summary>
    public JinjaExpression Parse()
    {
        JinjaToken token = tokens.Next();
        switch (token.Kind)
        {
            case JinjaTokenKind.Name:
                return Name(token);
            case JinjaTokenKind.String:
                return String(token);
            case JinjaTokenKind.Integer or JinjaTokenKind.Float:
                return new ConstantExpression(Number(token), token.Position);
            case JinjaTokenKind.Operator when token.Text == "(":
                return Parenthesis(token);
            case JinjaTokenKind.Operator when token.Text == "[":
                return new SequenceExpression(Items("]"), isTuple: false, token.Position);
            case JinjaTokenKind.Operator when token.Text == "{":
                return Dictionary(token);
            default:
                throw tokens.ErrorAt($"unexpected {PythonText.Quote(token.Description)}", token);
        }
    }

    /// <summary>Parses attributes, elements and calls after a value.</summary>
    public JinjaExpression ParsePostfix(JinjaExpression value)
    {
        while (true)
        {
            JinjaToken token = tokens.Current;
            if (tokens.TakeOperator("."))
            {
                value = Member(value, token);
            }
            else if (tokens.TakeOperator("["))
            {
                value = Subscript(value, token);
            }
            else if (token.IsOperator("("))
            {
                value = new CallExpression(value, ParseArguments(), token.Position);
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>Parses the arguments of a call, from the opening parenthesis on.</summary>
    public ArgumentList ParseArguments()
    {
        tokens.ExpectOperator("(");
        List<JinjaExpression> positional = [];
        List<KeyValuePair<string, JinjaExpression>> named = [];
        JinjaExpression? moreItems = null;
        JinjaExpression? moreNamed = null;
        while (!tokens.TakeOperator(")"))
        {
            if (tokens.TakeOperator("*"))
            {
                moreItems = expressions.Parse();
            }
            else if (tokens.TakeOperator("**"))
            {
                moreNamed = expressions.Parse();
            }
            else if (tokens.Current.Kind == JinjaTokenKind.Name && tokens.Ahead.IsOperator("="))
            {
                string name = tokens.Next().Text;
                tokens.Next();
                named.Add(KeyValuePair.Create(name, expressions.Parse()));
            }
            else if (named.Count > 0 || moreNamed is not null)
            {
                throw tokens.Error("invalid syntax for function call expression");
            }
            else
            {
                positional.Add(expressions.Parse());
            }

            if (!tokens.Current.IsOperator(")"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return positional.Count + named.Count == 0 && moreItems is null && moreNamed is null
            ? ArgumentList.Empty
            : new ArgumentList(positional, named, moreItems, moreNamed);
    }

    private static JinjaExpression Name(JinjaToken token) => token.Text switch
    {
        "true" or "True" => new ConstantExpression(true, token.Position),
        "false" or "False" => new ConstantExpression(false, token.Position),
        "none" or "None" => new ConstantExpression(null, token.Position),
        _ => new NameExpression(token.Text, token.Position),
    };

    private ConstantExpression String(JinjaToken token)
    {
        List<string> parts = [token.Text];
        while (tokens.Current.Kind == JinjaTokenKind.String)
        {
            parts.Add(tokens.Next().Text);
        }

        return new ConstantExpression(string.Concat(parts), token.Position);
    }

    private object Number(JinjaToken token)
    {
        if (token.Kind == JinjaTokenKind.Float)
        {
            return double.Parse(token.Text, CultureInfo.InvariantCulture);
        }

        (string digits, int radix) = token.Text.Length > 1 && token.Text[0] == '0' && char.IsAsciiLetter(token.Text[1])
            ? (token.Text[2..], (token.Text[1] | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 })
            : (token.Text, 10);
        try
        {
            return radix == 10 ? long.Parse(digits, CultureInfo.InvariantCulture) : Convert.ToInt64(digits, radix);
        }
        catch (Exception exception) when (exception is OverflowException or FormatException or ArgumentException)
        {
            throw tokens.ErrorAt($"the number {token.Text} is not a whole number of 64 bits", token);
        }
    }

    private JinjaExpression Parenthesis(JinjaToken token)
    {
        if (tokens.TakeOperator(")"))
        {
            return new SequenceExpression([], isTuple: true, token.Position);
        }

        JinjaExpression value = expressions.ParseTuple();
        tokens.ExpectOperator(")");
        return value;
    }

    private List<JinjaExpression> Items(string close)
    {
        List<JinjaExpression> items = [];
        while (!tokens.TakeOperator(close))
        {
            items.Add(expressions.Parse());
            if (!tokens.Current.IsOperator(close))
            {
                tokens.ExpectOperator(",");
            }
        }

        return items;
    }

    private DictionaryExpression Dictionary(JinjaToken token)
    {
        List<(JinjaExpression, JinjaExpression)> items = [];
        while (!tokens.TakeOperator("}"))
        {
            JinjaExpression key = expressions.Parse();
            tokens.ExpectOperator(":");
            items.Add((key, expressions.Parse()));
            if (!tokens.Current.IsOperator("}"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return new DictionaryExpression(items, token.Position);
    }

    private JinjaExpression Member(JinjaExpression value, JinjaToken dot)
    {
        JinjaToken member = tokens.Next();
        return member.Kind switch
        {
            JinjaTokenKind.Name => new AttributeExpression(value, member.Text, member.Position),
            JinjaTokenKind.Integer => new ItemExpression(value, new ConstantExpression(Number(member), member.Position), dot.Position),
            _ => throw tokens.ErrorAt("expected name or number", member),
        };
    }

    private JinjaExpression Subscript(JinjaExpression value, JinjaToken bracket)
    {
        JinjaExpression? first = tokens.Current.IsOperator(":") ? null : expressions.Parse();
        if (!tokens.Current.IsOperator(":"))
        {
            List<JinjaExpression> keys = [first!];
            while (tokens.TakeOperator(","))
            {
                keys.Add(expressions.Parse());
            }

            tokens.ExpectOperator("]");
            return new ItemExpression(value, keys.Count == 1 ? first! : new SequenceExpression(keys, isTuple: true, bracket.Position), bracket.Position);
        }

        tokens.Next();
        JinjaExpression? stop = SliceBound();
        JinjaExpression? step = tokens.TakeOperator(":") ? SliceBound() : null;
        tokens.ExpectOperator("]");
        return new SliceExpression(value, first, stop, step, bracket.Position);
    }

    private JinjaExpression? SliceBound() => tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : expressions.Parse();
}
