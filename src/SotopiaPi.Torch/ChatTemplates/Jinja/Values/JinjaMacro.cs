namespace SotopiaPi.Torch;

/// <summary>A parameter of a macro.</summary>
internal sealed record MacroParameter(string Name, JinjaExpression? Default);

/// <summary>A macro, or the body of a call block: it renders its body with its own variables.</summary>
internal sealed class JinjaMacro(string name, IReadOnlyList<MacroParameter> parameters, JinjaStatement body, MacroUses uses, JinjaScope scope) : IJinjaCallable
{
    public string Name => name;

    public bool TryGet(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "arguments" => new JinjaTuple([.. parameters.Select(parameter => parameter.Name)]),
            "catch_kwargs" => uses.Kwargs,
            "catch_varargs" => uses.Varargs,
            "caller" => uses.Caller,
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public object? Call(JinjaRun run, JinjaArguments arguments) => run.Deeper(() => Render(run, arguments));

    private string Render(JinjaRun run, JinjaArguments arguments)
    {
        JinjaScope inner = new(scope);
        List<KeyValuePair<string, object?>> named = [.. arguments.Named];
        BindParameters(inner, run, arguments.Positional, named);
        object? caller = Take(named, "caller", out object? given) ? given : new JinjaUndefined(() => "No caller defined");
        if (uses.Caller)
        {
            inner.Set("caller", caller);
        }
        else if (given is not null)
        {
            throw JinjaError.Type($"macro {PythonText.Quote(name)} was invoked with two values for the special caller argument. This is most likely a bug.");
        }

        BindRest(inner, arguments.Positional, named);
        return run.Capture(() => body.Render(inner, run));
    }

    private void BindParameters(JinjaScope inner, JinjaRun run, IReadOnlyList<object?> positional, List<KeyValuePair<string, object?>> named)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            MacroParameter parameter = parameters[i];
            object? value = i < positional.Count ? positional[i]
                : Take(named, parameter.Name, out object? given) ? given
                : parameter.Default is not null ? parameter.Default.Evaluate(inner, run)
                : new JinjaUndefined(() => $"parameter {PythonText.Quote(parameter.Name)} was not provided");
            inner.Set(parameter.Name, value);
        }
    }

    private void BindRest(JinjaScope inner, IReadOnlyList<object?> positional, List<KeyValuePair<string, object?>> named)
    {
        if (uses.Kwargs)
        {
            JinjaDictionary rest = new();
            named.ForEach(item => rest.Set(item.Key, item.Value));
            inner.Set("kwargs", rest);
        }
        else if (named.Count > 0)
        {
            throw JinjaError.Type($"macro {PythonText.Quote(name)} takes no keyword argument {PythonText.Quote(named[0].Key)}");
        }

        if (uses.Varargs)
        {
            inner.Set("varargs", new JinjaTuple([.. positional.Skip(parameters.Count)]));
        }
        else if (positional.Count > parameters.Count)
        {
            throw JinjaError.Type($"macro {PythonText.Quote(name)} takes not more than {parameters.Count} argument(s)");
        }
    }

    private static bool Take(List<KeyValuePair<string, object?>> named, string key, out object? value)
    {
        int index = named.FindIndex(item => item.Key == key);
        value = index < 0 ? null : named[index].Value;
        if (index >= 0)
        {
            named.RemoveAt(index);
        }

        return index >= 0;
    }
}

/// <summary>Which special variables the body of a macro reads; the others are refused.</summary>
internal sealed record MacroUses(bool Varargs, bool Kwargs, bool Caller);
