namespace SotopiaPi.Torch;

/// <summary>An error inside a template, before its place is known. <paramref name="kind"/> is the name of the reference's exception.</summary>
internal sealed class JinjaError(string kind, string message) : Exception(message)
{
    public string Kind => kind;

    public static JinjaError Type(string message) => new("TypeError", message);

    public static JinjaError Value(string message) => new("ValueError", message);

    public static JinjaError Undefined(string message) => new("UndefinedError", message);

    public static JinjaError Security(string message) => new("SecurityError", message);

    public static JinjaError Runtime(string message) => new("TemplateRuntimeError", message);

    /// <summary>The sandbox's limits.</summary>
    public static JinjaError Limit(string message) => new("LimitError", message);
}
