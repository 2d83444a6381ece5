namespace SotopiaPi.Torch;

/// <summary>A constant.</summary>
internal sealed class ConstantExpression(object? value, int position) : JinjaExpression(position)
{
    public object? Value => value;

    public override object? Evaluate(JinjaScope scope, JinjaRun run) => value;
}

/// <summary>A variable.</summary>
internal sealed class NameExpression(string name, int position) : JinjaExpression(position)
{
    public string Name => name;

    public override object? Evaluate(JinjaScope scope, JinjaRun run) =>
        scope.TryGet(name, out object? value) || JinjaGlobals.TryGet(name, out value) ? value : JinjaUndefined.Variable(name);
}

/// <summary>A list or a tuple.</summary>
internal sealed class SequenceExpression(IReadOnlyList<JinjaExpression> items, bool isTuple, int position) : JinjaExpression(position)
{
    public IReadOnlyList<JinjaExpression> Items => items;

    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object?[] values = new object?[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Evaluate(scope, run);
        }

        return isTuple ? new JinjaTuple(values) : new JinjaList(values);
    }
}

/// <summary>A dictionary.</summary>
internal sealed class DictionaryExpression(IReadOnlyList<(JinjaExpression Key, JinjaExpression Value)> items, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        JinjaDictionary dictionary = new();
        foreach ((JinjaExpression key, JinjaExpression value) in items)
        {
            dictionary.Set(key.Evaluate(scope, run), value.Evaluate(scope, run));
        }

        return dictionary;
    }
}

/// <summary><c>a if condition else b</c>.</summary>
internal sealed class ConditionalExpression(JinjaExpression condition, JinjaExpression then, JinjaExpression? otherwise, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        return JinjaTruth.Of(condition.Evaluate(scope, run)) ? then.Evaluate(scope, run)
            : otherwise is not null ? otherwise.Evaluate(scope, run)
            : new JinjaUndefined(() => "the inline if-expression evaluated to false and no else section was defined.");
    }
}

/// <summary><c>a and b</c>, <c>a or b</c>: the operand that decided.</summary>
internal sealed class LogicExpression(JinjaExpression left, JinjaExpression right, bool isAnd, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? value = left.Evaluate(scope, run);
        return JinjaTruth.Of(value) == isAnd ? right.Evaluate(scope, run) : value;
    }
}

/// <summary><c>not a</c>.</summary>
internal sealed class NotExpression(JinjaExpression operand, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run) => !JinjaTruth.Of(operand.Evaluate(scope, run));
}

/// <summary><c>-a</c> or <c>+a</c>.</summary>
internal sealed class SignExpression(JinjaExpression operand, bool isMinus, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        object? value = operand.Evaluate(scope, run);
        run.Position = Position;
        return JinjaArithmetic.Sign(value, isMinus);
    }
}
