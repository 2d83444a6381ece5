namespace SotopiaPi.Torch;

/// <summary>What may be assigned to.</summary>
internal abstract class JinjaTarget
{
    public abstract void Assign(JinjaScope scope, object? value, JinjaRun run);
}

/// <summary>A variable.</summary>
internal sealed class NameTarget(string name) : JinjaTarget
{
    public override void Assign(JinjaScope scope, object? value, JinjaRun run) => scope.Set(name, value);
}

/// <summary>An attribute of a namespace.</summary>
internal sealed class NamespaceTarget(NameExpression holder, string attribute) : JinjaTarget
{
    public override void Assign(JinjaScope scope, object? value, JinjaRun run)
    {
        run.Position = holder.Position;
        if (holder.Evaluate(scope, run) is not JinjaNamespace found)
        {
            throw JinjaError.Runtime("cannot assign attribute on non-namespace object");
        }

        if (attribute.StartsWith('_'))
        {
            throw JinjaError.Security(
                $"Chat templates cannot store underscore-prefixed attributes on a namespace, but got '{attribute}'. Please rename the attribute.");
        }

        found.Attributes[attribute] = value;
    }
}

/// <summary>Several targets that take the items of a value.</summary>
internal sealed class TupleTarget(IReadOnlyList<JinjaTarget> targets) : JinjaTarget
{
    public override void Assign(JinjaScope scope, object? value, JinjaRun run)
    {
        IReadOnlyList<object?> items = value is JinjaGroup group ? group.Pair.Items
            : JinjaItems.IsIterable(value) ? JinjaItems.Of(value)
            : throw JinjaError.Type($"cannot unpack non-iterable {PythonText.TypeName(value)} object");
        if (items.Count != targets.Count)
        {
            throw JinjaError.Value(items.Count > targets.Count
                ? $"too many values to unpack (expected {targets.Count})"
                : $"not enough values to unpack (expected {targets.Count}, got {items.Count})");
        }

        for (int i = 0; i < targets.Count; i++)
        {
            targets[i].Assign(scope, items[i], run);
        }
    }
}
