namespace SotopiaPi.Torch;

/// <summary>How a statement ended: normally, or by leaving the loop or its turn.</summary>
internal enum JinjaFlow
{
    Normal,
    Break,
    Continue,
}

/// <summary>A part of a template that writes text.</summary>
internal abstract class JinjaStatement
{
    public abstract JinjaFlow Render(JinjaScope scope, JinjaRun run);
}

/// <summary>Text as it stands.</summary>
internal sealed class TextStatement(string text) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        run.Output.Write(text);
        return JinjaFlow.Normal;
    }
}

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed class PrintStatement(JinjaExpression expression) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        run.Output.Write(PythonText.Of(expression.Evaluate(scope, run)));
        return JinjaFlow.Normal;
    }
}

/// <summary>Statements in order.</summary>
internal sealed class SequenceStatement(IReadOnlyList<JinjaStatement> statements) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            JinjaFlow flow = statements[i].Render(scope, run);
            if (flow != JinjaFlow.Normal)
            {
                return flow;
            }
        }

        return JinjaFlow.Normal;
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed class FlowStatement(JinjaFlow flow) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run) => flow;
}

/// <summary><c>{% if %}</c>. Its branches share the variables around them.</summary>
internal sealed class IfStatement(IReadOnlyList<(JinjaExpression Condition, JinjaStatement Body)> branches, JinjaStatement? otherwise) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        foreach ((JinjaExpression condition, JinjaStatement body) in branches)
        {
            if (JinjaTruth.Of(condition.Evaluate(scope, run)))
            {
                return body.Render(scope, run);
            }
        }

        return otherwise?.Render(scope, run) ?? JinjaFlow.Normal;
    }
}
