namespace SotopiaPi.Torch;

/// <summary><c>{% for %}</c>. Each turn has variables of its own.</summary>
internal sealed class ForStatement(
    JinjaTarget target, JinjaExpression source, JinjaExpression? condition, JinjaStatement body, JinjaStatement? otherwise, bool recursive) : JinjaStatement
{
    public override JinjaFlow Render(JinjaScope scope, JinjaRun run)
    {
        object? value = source.Evaluate(scope, run);
        run.Position = source.Position;
        return RenderItems(value, scope, run, 0);
    }

    private JinjaFlow RenderItems(object? value, JinjaScope scope, JinjaRun run, int depth)
    {
        IReadOnlyList<object?> items = JinjaItems.Of(value);
        items = condition is null ? items : [.. items.Where(item => Matches(item, scope, run))];
        if (items.Count == 0)
        {
            return otherwise?.Render(new JinjaScope(scope), run) ?? JinjaFlow.Normal;
        }

        JinjaLoop loop = new(items, depth, recursive
            ? (inner, level) => run.Capture(() => RenderItems(inner, scope, run, level))
            : null);
        for (int i = 0; i < items.Count; i++)
        {
            run.Step();
            loop.Index = i;
            JinjaScope turn = new(scope);
            turn.Set("loop", loop);
            target.Assign(turn, items[i], run);
            if (body.Render(turn, run) == JinjaFlow.Break)
            {
                break;
            }
        }

        return JinjaFlow.Normal;
    }

    private bool Matches(object? item, JinjaScope scope, JinjaRun run)
    {
        run.Step();
        JinjaScope inner = new(scope);
        target.Assign(inner, item, run);
        return JinjaTruth.Of(condition!.Evaluate(inner, run));
    }
}
