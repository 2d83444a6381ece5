namespace SotopiaPi.Torch;

internal sealed partial class PrimaryParser
{
    /// <summary>Parses filters, tests and calls after a value.</summary>
    public JinjaExpression ParseFilters(JinjaExpression value)
    {
        while (true)
        {
            JinjaToken token = tokens.Current;
            if (tokens.TakeOperator("|"))
            {
                value = Filter(value);
            }
            else if (tokens.TakeName("is"))
            {
                value = Test(value);
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

    /// <summary>Parses filters that stand without a value.</summary>
    public FilterExpression ParseFilterChain()
    {
        FilterExpression chain = Filter(null);
        while (tokens.TakeOperator("|"))
        {
            chain = Filter(chain);
        }

        return chain;
    }

    private FilterExpression Filter(JinjaExpression? value)
    {
        JinjaToken token = tokens.Current;
        string name = DottedName();
        JinjaFilter filter = JinjaFilters.Find(name) ?? throw tokens.ErrorAt($"No filter named {PythonText.Quote(name)}.", token);
        ArgumentList arguments = tokens.Current.IsOperator("(") ? ParseArguments() : ArgumentList.Empty;
        return new FilterExpression(value, filter, arguments, token.Position);
    }

    private JinjaExpression Test(JinjaExpression value)
    {
        bool negated = tokens.TakeName("not");
        JinjaToken token = tokens.Current;
        string name = DottedName();
        JinjaTest test = JinjaTests.Find(name) ?? throw tokens.ErrorAt($"No test named {PythonText.Quote(name)}.", token);
        TestExpression result = new(value, test, TestArguments(), token.Position);
        return negated ? new NotExpression(result, token.Position) : result;
    }

    private ArgumentList TestArguments()
    {
        JinjaToken token = tokens.Current;
        if (token.IsOperator("("))
        {
            return ParseArguments();
        }

        if (token.IsName("is"))
        {
            throw tokens.Error("You cannot chain multiple tests with is");
        }

        bool startsValue = token.Kind is JinjaTokenKind.String or JinjaTokenKind.Integer or JinjaTokenKind.Float
            || token.IsOperator("[") || token.IsOperator("{")
            || (token.Kind == JinjaTokenKind.Name && token.Text is not ("else" or "or" or "and" or "if" or "in" or "not"));
        return startsValue ? new ArgumentList([ParsePostfix(tokens.Deeper(Parse))], [], null, null) : ArgumentList.Empty;
    }

    private string DottedName()
    {
        List<string> parts = [];
        do
        {
            parts.Add(tokens.Expect(JinjaTokenKind.Name, "name").Text);
        }
        while (tokens.TakeOperator("."));
        return string.Join('.', parts);
    }
}
