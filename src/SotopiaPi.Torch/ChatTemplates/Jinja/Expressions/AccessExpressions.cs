namespace SotopiaPi.Torch;

/// <summary><c>a.b</c>.</summary>
internal sealed class AttributeExpression(JinjaExpression target, string name, int position) : JinjaExpression(position)
{
    public JinjaExpression Target => target;

    public string Name => name;

    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? value = target.Evaluate(scope, run);
        run.Position = Position;
        return JinjaAccess.Attribute(value, name);
    }
}

/// <summary><c>a[b]</c>.</summary>
internal sealed class ItemExpression(JinjaExpression target, JinjaExpression key, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? value = target.Evaluate(scope, run);
        object? index = key.Evaluate(scope, run);
        run.Position = Position;
        return JinjaAccess.Item(value, index);
    }
}

/// <summary><c>a[start:stop:step]</c>.</summary>
internal sealed class SliceExpression(JinjaExpression target, JinjaExpression? start, JinjaExpression? stop, JinjaExpression? step, int position)
    : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? value = target.Evaluate(scope, run);
        object? from = start?.Evaluate(scope, run);
        object? to = stop?.Evaluate(scope, run);
        object? by = step?.Evaluate(scope, run);
        run.Position = Position;
        return JinjaSlice.Of(value, from, to, by);
    }
}
