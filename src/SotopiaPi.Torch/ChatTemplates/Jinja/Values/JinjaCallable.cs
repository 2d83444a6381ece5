namespace SotopiaPi.Torch;

/// <summary>Something that a template may call.</summary>
internal interface IJinjaCallable
{
    object? Call(JinjaRun run, JinjaArguments arguments);
}

/// <summary>A function given by the library.</summary>
internal sealed class JinjaFunction(string name, Func<JinjaRun, JinjaArguments, object?> body) : IJinjaCallable
{
    public string Name => name;

    public object? Call(JinjaRun run, JinjaArguments arguments) => body(run, arguments);
}

/// <summary>A method of a value, not called yet.</summary>
internal sealed class JinjaMethod(object owner, string name) : IJinjaCallable
{
    public object? Call(JinjaRun run, JinjaArguments arguments) => JinjaMethods.Call(run, owner, name, arguments);
}
