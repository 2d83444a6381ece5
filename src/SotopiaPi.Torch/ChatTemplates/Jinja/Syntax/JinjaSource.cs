namespace SotopiaPi.Torch;

/// <summary>The text of a template: line ends are <c>\n</c>, and one at the very end is gone.</summary>
internal sealed class JinjaSource
{
    /// <summary>The longest template that is accepted, in characters.</summary>
    public const int MaximumLength = 1 << 20;

    private const int MaximumMessage = 800;

    public JinjaSource(string template)
    {
        if (template.Length > MaximumLength)
        {
            throw new ChatTemplateException($"The chat template has {template.Length} characters; at most {MaximumLength} are accepted.");
        }

        string text = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Text = text.EndsWith('\n') ? text[..^1] : text;
    }

    public string Text { get; }

    /// <summary>Makes a syntax error at an offset.</summary>
    public ChatTemplateException SyntaxError(string message, int position) => Error("TemplateSyntaxError", message, position);

    /// <summary>Makes an error at an offset.</summary>
    public ChatTemplateException Error(string kind, string message, int position)
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Math.Clamp(position, 0, Text.Length));
        return new ChatTemplateException(kind, Shown.Text(message, MaximumMessage), before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
