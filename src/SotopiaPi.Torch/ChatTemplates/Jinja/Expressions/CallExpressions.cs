namespace SotopiaPi.Torch;

/// <summary>The arguments of a call as written.</summary>
internal sealed class ArgumentList(
    IReadOnlyList<JinjaExpression> positional,
    IReadOnlyList<KeyValuePair<string, JinjaExpression>> named,
    JinjaExpression? moreItems,
    JinjaExpression? moreNamed)
{
    public static readonly ArgumentList Empty = new([], [], null, null);

    /// <summary>Evaluates the arguments.</summary>
    public JinjaArguments Evaluate(JinjaScope scope, JinjaRun run)
    {
        if (positional.Count == 0 && named.Count == 0 && moreItems is null && moreNamed is null)
        {
            return JinjaArguments.Empty;
        }

        List<object?> values = new(positional.Count);
        foreach (JinjaExpression argument in positional)
        {
            values.Add(argument.Evaluate(scope, run));
        }

        List<KeyValuePair<string, object?>> names = [.. named.Select(item => KeyValuePair.Create(item.Key, item.Value.Evaluate(scope, run)))];
        if (moreItems is not null)
        {
            values.AddRange(JinjaItems.Of(moreItems.Evaluate(scope, run)));
        }

        if (moreNamed?.Evaluate(scope, run) is JinjaDictionary more)
        {
            names.AddRange(more.Items.Select(item => KeyValuePair.Create(PythonText.Of(item.Key), item.Value)));
        }

        return new JinjaArguments(values, names);
    }
}

/// <summary><c>f(…)</c>.</summary>
internal sealed class CallExpression(JinjaExpression target, ArgumentList arguments, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run) => Call(scope, run, null);

    /// <summary>Calls with the body of a call block, which the macro sees as <c>caller</c>.</summary>
    public object? Call(JinjaScope scope, JinjaRun run, JinjaMacro? caller)
    {
        run.Step();
        object? function = target.Evaluate(scope, run);
        JinjaArguments values = arguments.Evaluate(scope, run);
        if (caller is not null)
        {
            values = new JinjaArguments(values.Positional, [.. values.Named, KeyValuePair.Create<string, object?>("caller", caller)]);
        }

        run.Position = Position;
        return function switch
        {
            IJinjaCallable callable => callable.Call(run, values),
            JinjaUndefined undefined => throw undefined.Error(),
            _ => throw JinjaError.Type($"'{PythonText.TypeName(function)}' object is not callable"),
        };
    }
}

/// <summary><c>a | filter(…)</c>. In a filter block the target is the block's text.</summary>
internal sealed class FilterExpression(JinjaExpression? target, JinjaFilter filter, ArgumentList arguments, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run) => Apply(target!.Evaluate(scope, run), scope, run);

    /// <summary>Applies the chain of filters to a text that was captured.</summary>
    public object? ApplyToBlock(string text, JinjaScope scope, JinjaRun run) =>
        Apply(target is FilterExpression inner ? inner.ApplyToBlock(text, scope, run) : text, scope, run);

    private object? Apply(object? value, JinjaScope scope, JinjaRun run)
    {
        run.Step();
        JinjaArguments values = arguments.Evaluate(scope, run);
        run.Position = Position;
        run.Spend(value is string text ? text.Length : 0);
        return filter(run, value, values);
    }
}

/// <summary><c>a is test</c>.</summary>
internal sealed class TestExpression(JinjaExpression target, JinjaTest test, ArgumentList arguments, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? value = target.Evaluate(scope, run);
        JinjaArguments values = arguments.Evaluate(scope, run);
        run.Position = Position;
        return test(value, values);
    }
}
