namespace SotopiaPi.Torch;

/// <summary>A value that is not there: it prints as nothing, is false and empty, and any other use is an error.</summary>
internal sealed class JinjaUndefined(Func<string> describe, string kind = "UndefinedError")
{
    /// <summary>The error that a forbidden use gives.</summary>
    public JinjaError Error() => new(kind, describe());

    /// <summary>An undefined variable.</summary>
    public static JinjaUndefined Variable(string name) => new(() => $"'{name}' is undefined");

    /// <summary>A missing attribute or element.</summary>
    public static JinjaUndefined Member(object? owner, object? member) => new(() => member is string name
        ? $"{PythonText.Quote(Shown(owner))} has no attribute {PythonText.Quote(name)}"
        : $"{Shown(owner)} has no element {PythonText.Repr(member)}");

    /// <summary>A member that the sandbox does not give.</summary>
    public static JinjaUndefined Unsafe(object? owner, string name) =>
        new(() => $"access to attribute {PythonText.Quote(name)} of {PythonText.Quote(PythonText.TypeName(owner))} object is unsafe.", "SecurityError");

    private static string Shown(object? owner) => owner is null ? "None" : PythonText.TypeName(owner) + " object";
}
