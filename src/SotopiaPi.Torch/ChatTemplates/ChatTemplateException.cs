namespace SotopiaPi.Torch;

/// <summary>Reports a chat template that is damaged, refuses the messages, or asks for more than the sandbox gives.</summary>
public sealed class ChatTemplateException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    public ChatTemplateException(string message) : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    public ChatTemplateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message of its own.</summary>
    public ChatTemplateException()
    {
    }

    internal ChatTemplateException(string kind, string reason, int line, int column)
        : base($"{kind} in the chat template, line {line}, column {column}: {reason}")
    {
        (Kind, Reason, Line, Column) = (kind, reason, line, column);
    }

    /// <summary>
    /// Gets the kind of error by the name that the reference implementation gives it: <c>TemplateError</c> for what the template itself
    /// raised, <c>TemplateSyntaxError</c>, <c>UndefinedError</c>, <c>TypeError</c>, <c>SecurityError</c> and so on; <c>LimitError</c> when a
    /// limit of the sandbox was reached; null for errors outside a template.
    /// </summary>
    public string? Kind { get; }

    /// <summary>Gets the message without the place; for <c>TemplateError</c> the template's own words. Null for errors outside a template.</summary>
    public string? Reason { get; }

    /// <summary>Gets the line in the template, from 1; null when there is none.</summary>
    public int? Line { get; }

    /// <summary>Gets the column in the line, from 1; null when there is none.</summary>
    public int? Column { get; }
}
