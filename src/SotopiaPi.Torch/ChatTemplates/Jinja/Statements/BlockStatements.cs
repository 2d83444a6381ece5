namespace SotopiaPi.Torch;

/// <summary><c>{% set a = b %}</c>.</summary>
internal sealed class SetStatement(JinjaTarget target, JinjaExpression value) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        target.Assign(scope, value.Evaluate(scope, run), run);
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% set a %}…{% endset %}</c>.</summary>
internal sealed class SetBlockStatement(JinjaTarget target, FilterExpression? filter, JinjaStatement body) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        string text = run.Capture(() => body.Render(new JinjaScope(scope), run));
        target.Assign(scope, filter is null ? text : filter.ApplyToBlock(text, scope, run), run);
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% filter f %}…{% endfilter %}</c>.</summary>
internal sealed class FilterStatement(FilterExpression filter, JinjaStatement body) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        string text = run.Capture(() => body.Render(new JinjaScope(scope), run));
        run.Output.Write(PythonText.Of(filter.ApplyToBlock(text, scope, run)));
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% with a = b %}…{% endwith %}</c>.</summary>
internal sealed class WithStatement(IReadOnlyList<(JinjaTarget Target, JinjaExpression Value)> values, JinjaStatement body) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        JinjaScope inner = new(scope);
        foreach ((JinjaTarget target, JinjaExpression value) in values)
        {
            target.Assign(inner, value.Evaluate(scope, run), run);
        }

        return body.Render(inner, run);
    }
}

/// <summary><c>{% macro %}</c>.</summary>
internal sealed class MacroStatement(string name, IReadOnlyList<MacroParameter> parameters, JinjaStatement body, MacroUses uses) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        scope.Set(name, new JinjaMacro(name, parameters, body, uses, scope));
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% call f() %}…{% endcall %}</c>.</summary>
internal sealed class CallStatement(CallExpression call, IReadOnlyList<MacroParameter> parameters, JinjaStatement body, MacroUses uses) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        JinjaMacro caller = new("caller", parameters, body, uses, scope);
        run.Output.Write(PythonText.Of(call.Call(scope, run, caller)));
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% generation %}…{% endgeneration %}</c>: text that the assistant would write. Its range is noted.</summary>
internal sealed class GenerationStatement(JinjaStatement body) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        string text = run.Capture(() => body.Render(new JinjaScope(scope), run));
        int start = run.RootOutput.Length;
        run.GenerationSpans.Add((start, start + text.Length));
        run.Output.Write(text);
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% block name %}</c> and other statements that only have variables of their own.</summary>
internal sealed class ScopeStatement(JinjaStatement body) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run) => body.Render(new JinjaScope(scope), run);
}
