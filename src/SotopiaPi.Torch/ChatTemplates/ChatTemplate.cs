using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// The chat template of a checkpoint: it writes messages as the text that the model was trained on. Templates are Jinja programs and run in
/// a sandbox: no reflection, bounded steps, depth and output. Thread-safe.
/// </summary>
public sealed partial class ChatTemplate
{
    private readonly JinjaTemplate _template;

    private ChatTemplate(string source, string? bosToken, string? eosToken)
    {
        (Source, BosToken, EosToken) = (source, bosToken, eosToken);
        _template = new JinjaTemplate(source);
    }

    /// <summary>Gets the text of the template.</summary>
    public string Source { get; }

    /// <summary>Gets the token that begins a text, as the variable <c>bos_token</c>; null when the model has none.</summary>
    public string? BosToken { get; }

    /// <summary>Gets the token that ends a turn, as the variable <c>eos_token</c>; null when the model has none.</summary>
    public string? EosToken { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="jinja">The Jinja text, at most a million characters.</param>
    /// <param name="bosToken">The token that begins a text, or null.</param>
    /// <param name="eosToken">The token that ends a turn, or null.</param>
    /// <returns>The template.</returns>
    /// <exception cref="ChatTemplateException">The template is not valid; line and column are on the exception.</exception>
    public static ChatTemplate Parse(string jinja, string? bosToken = null, string? eosToken = null)
    {
        ArgumentNullException.ThrowIfNull(jinja);
        return new ChatTemplate(jinja, bosToken, eosToken);
    }

    /// <summary>Renders messages as text.</summary>
    /// <param name="messages">The messages, with function calls and results where the template supports them. Read once, not changed.</param>
    /// <param name="options">How to render; null for the defaults.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ChatTemplateException">The template refuses the messages, or is faulty.</exception>
    public string Render(IEnumerable<ChatMessage> messages, ChatTemplateOptions? options = null) => RenderWithSpans(messages, options).Text;

    /// <summary>Renders messages and says which parts of the text the assistant would write.</summary>
    /// <param name="messages">The messages. Read once, not changed.</param>
    /// <param name="options">How to render; null for the defaults.</param>
    /// <returns>The text with the ranges of its generation blocks.</returns>
    /// <exception cref="ChatTemplateException">The template refuses the messages, or is faulty.</exception>
    public ChatRendering RenderWithSpans(IEnumerable<ChatMessage> messages, ChatTemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return RenderValues(MessageConversion.From(messages), ToolConversion.From(options?.Tools), options ?? new ChatTemplateOptions());
    }

    /// <summary>Renders messages that are values of a template already.</summary>
    internal ChatRendering RenderValues(IReadOnlyList<JinjaDictionary> messages, JinjaList? tools, ChatTemplateOptions options)
    {
        messages = [.. messages.Select(ReasoningNames.Fill)];
        if (options.ContinueFinalMessage)
        {
            return FinalMessage.RenderOpen(messages, opened => RenderPlain(opened, tools, options), options);
        }

        return RenderPlain(messages, tools, options);
    }

    private ChatRendering RenderPlain(IReadOnlyList<JinjaDictionary> messages, JinjaList? tools, ChatTemplateOptions options)
    {
        List<KeyValuePair<string, object?>> variables =
        [
            new("messages", new JinjaList(messages)),
            new("tools", tools),
            new("documents", null),
            new("add_generation_prompt", options.AddGenerationPrompt),
        ];
        AddToken(variables, "bos_token", options.BosToken ?? BosToken);
        AddToken(variables, "eos_token", options.EosToken ?? EosToken);
        foreach ((string name, object? value) in options.Variables)
        {
            variables.Add(new(name, JinjaConversion.From(value)));
        }

        (string text, IReadOnlyList<(int Start, int End)> spans) = _template.Render(variables, options.TimeProvider ?? TimeProvider.System);
        return new ChatRendering(text, [.. spans.Select(span => new Range(span.Start, span.End))]);
    }

    private static void AddToken(List<KeyValuePair<string, object?>> variables, string name, string? token)
    {
        if (token is not null)
        {
            variables.Add(new(name, token));
        }
    }
}
