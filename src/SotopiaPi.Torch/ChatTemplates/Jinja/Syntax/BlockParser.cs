namespace SotopiaPi.Torch;

/// <summary>Parses what stands in a block tag after its name, and the block's body.</summary>
internal sealed class BlockParser(JinjaTokens tokens, ExpressionParser expressions, StatementParser statements)
{
    private static readonly string[] s_ifEndings = ["elif", "else", "endif"];
    private static readonly string[] s_elseEndings = ["endif"];
    private static readonly string[] s_forEndings = ["endfor", "else"];

    private int _loops;

    /// <summary>Parses a block; null when its name is unknown.</summary>
    public JinjaStatement? TryParse(JinjaToken tag) => tag.Text switch
    {
        "if" => ParseIf(),
        "for" => ParseFor(),
        "set" => ParseSet(),
        "macro" => ParseMacro(),
        "call" => ParseCall(),
        "filter" => new FilterStatement(expressions.ParseFilterChain(), Body("filter")),
        "with" => ParseWith(),
        "generation" => new GenerationStatement(Body("generation")),
        "block" => ParseNamedBlock(),
        "autoescape" => ParseAutoescape(),
        "print" => new PrintStatement(expressions.ParseTuple()),
        "break" or "continue" when _loops > 0 => new FlowStatement(tag.Text == "break" ? JinjaFlow.Break : JinjaFlow.Continue),
        "break" or "continue" => throw tokens.ErrorAt($"'{tag.Text}' outside loop", tag),
        "include" or "import" or "from" or "extends" =>
            throw tokens.ErrorAt($"The tag '{tag.Text}' needs other templates, and a chat template has none.", tag),
        _ => null,
    };

    private JinjaStatement Body(string block) => statements.ParseBody(block, ["end" + block], out _);

    private IfStatement ParseIf()
    {
        List<(JinjaExpression, JinjaStatement)> branches = [];
        string ending;
        do
        {
            JinjaExpression condition = expressions.ParseTuple(allowsCondition: false);
            branches.Add((condition, statements.ParseBody("if", s_ifEndings, out ending)));
        }
        while (ending == "elif");
        return new IfStatement(branches, ending == "else" ? statements.ParseBody("if", s_elseEndings, out _) : null);
    }

    private ForStatement ParseFor()
    {
        JinjaTarget target = ParseTarget(allowsAttribute: false);
        if (!tokens.TakeName("in"))
        {
            throw tokens.Expected("in");
        }

        JinjaExpression source = expressions.ParseTuple(allowsCondition: false, endName: "recursive");
        JinjaExpression? condition = tokens.TakeName("if") ? expressions.Parse() : null;
        bool recursive = tokens.TakeName("recursive");
        _loops++;
        JinjaStatement body = statements.ParseBody("for", s_forEndings, out string ending);
        _loops--;
        JinjaStatement? otherwise = ending == "else" ? Body("for") : null;
        return new ForStatement(target, source, condition, body, otherwise, recursive);
    }

    private JinjaStatement ParseSet()
    {
        JinjaTarget target = ParseTarget(allowsAttribute: true);
        if (tokens.TakeOperator("="))
        {
            return new SetStatement(target, expressions.ParseTuple());
        }

        FilterExpression? filter = tokens.TakeOperator("|") ? expressions.ParseFilterChain() : null;
        return new SetBlockStatement(target, filter, Body("set"));
    }

    private MacroStatement ParseMacro()
    {
        string name = tokens.Expect(JinjaTokenKind.Name, "name").Text;
        List<MacroParameter> parameters = ParseParameters();
        int loops = _loops;
        _loops = 0;
        JinjaStatement body = statements.ParseMacroBody("macro", "endmacro", out MacroUses uses);
        _loops = loops;
        return new MacroStatement(name, parameters, body, uses);
    }

    private CallStatement ParseCall()
    {
        List<MacroParameter> parameters = tokens.Current.IsOperator("(") ? ParseParameters() : [];
        JinjaToken token = tokens.Current;
        if (expressions.Parse() is not CallExpression call)
        {
            throw tokens.ErrorAt("expected call", token);
        }

        JinjaStatement body = statements.ParseMacroBody("call", "endcall", out MacroUses uses);
        return new CallStatement(call, parameters, body, uses);
    }

    private WithStatement ParseWith()
    {
        List<(JinjaTarget, JinjaExpression)> values = [];
        while (tokens.Current.Kind != JinjaTokenKind.BlockEnd)
        {
            if (values.Count > 0)
            {
                tokens.ExpectOperator(",");
            }

            JinjaTarget target = ParseTarget(allowsAttribute: false);
            tokens.ExpectOperator("=");
            values.Add((target, expressions.Parse()));
        }

        return new WithStatement(values, Body("with"));
    }

    private ScopeStatement ParseNamedBlock()
    {
        tokens.Expect(JinjaTokenKind.Name, "name");
        JinjaStatement body = Body("block");
        if (tokens.Current.Kind == JinjaTokenKind.Name)
        {
            tokens.Next();
        }

        return new ScopeStatement(body);
    }

    private ScopeStatement ParseAutoescape()
    {
        JinjaToken token = tokens.Current;
        return expressions.Parse() is ConstantExpression { Value: false }
            ? new ScopeStatement(Body("autoescape"))
            : throw tokens.ErrorAt("chat templates are plain text: only '{% autoescape false %}' is supported", token);
    }

    private List<MacroParameter> ParseParameters()
    {
        tokens.ExpectOperator("(");
        List<MacroParameter> parameters = [];
        while (!tokens.TakeOperator(")"))
        {
            string name = tokens.Expect(JinjaTokenKind.Name, "name").Text;
            JinjaExpression? otherwise = tokens.TakeOperator("=") ? expressions.Parse() : null;
            if (otherwise is null && parameters.Count > 0 && parameters[^1].Default is not null)
            {
                throw tokens.Error("non-default argument follows default argument");
            }

            parameters.Add(new MacroParameter(name, otherwise));
            if (!tokens.Current.IsOperator(")"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return parameters;
    }

    private JinjaTarget ParseTarget(bool allowsAttribute)
    {
        List<JinjaTarget> targets = [];
        bool comma = false;
        do
        {
            if (tokens.Current.Kind is JinjaTokenKind.BlockEnd || tokens.Current.IsName("in") || tokens.Current.IsOperator("=") || tokens.Current.IsOperator(")"))
            {
                break;
            }

            targets.Add(ParseSingleTarget(allowsAttribute));
            comma |= tokens.Current.IsOperator(",");
        }
        while (tokens.TakeOperator(","));
        return targets.Count == 0 ? throw tokens.Expected("name") : comma ? new TupleTarget(targets) : targets[0];
    }

    private JinjaTarget ParseSingleTarget(bool allowsAttribute)
    {
        if (tokens.TakeOperator("("))
        {
            JinjaTarget inner = tokens.Deeper(() => ParseTarget(allowsAttribute));
            tokens.ExpectOperator(")");
            return inner;
        }

        JinjaToken name = tokens.Expect(JinjaTokenKind.Name, "name");
        if (name.Text is "true" or "false" or "none" or "True" or "False" or "None")
        {
            throw tokens.ErrorAt("can't assign to 'const'", name);
        }

        return allowsAttribute && tokens.TakeOperator(".")
            ? new NamespaceTarget(new NameExpression(name.Text, name.Position), tokens.Expect(JinjaTokenKind.Name, "name").Text)
            : new NameTarget(name.Text);
    }
}
