using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>How a chat template is rendered.</summary>
public sealed class ChatTemplateOptions
{
    /// <summary>Gets or sets whether the text ends where the assistant is to speak.</summary>
    /// <value>The default is false.</value>
    public bool AddGenerationPrompt { get; set; }

    /// <summary>Gets or sets whether the last message is left open, so that the assistant goes on with it.</summary>
    /// <value>The default is false. Cannot be combined with <see cref="AddGenerationPrompt"/>.</value>
    public bool ContinueFinalMessage { get; set; }

    /// <summary>Gets or sets the tools that the template may offer to the model.</summary>
    /// <value>Function declarations; null when there are none.</value>
    public IEnumerable<AITool>? Tools { get; set; }

    /// <summary>Gets or sets the token that begins a text, as the variable <c>bos_token</c>.</summary>
    /// <value>Null: the token that the template was loaded with.</value>
    public string? BosToken { get; set; }

    /// <summary>Gets or sets the token that ends a turn, as the variable <c>eos_token</c>.</summary>
    /// <value>Null: the token that the template was loaded with.</value>
    public string? EosToken { get; set; }

    /// <summary>Gets further variables, such as <c>enable_thinking</c>.</summary>
    /// <value>Values are null, truth values, numbers, texts, JSON elements and nodes, and lists and dictionaries of these.</value>
    public IDictionary<string, object?> Variables { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Gets or sets the clock of <c>strftime_now</c>.</summary>
    /// <value>Null: the system's clock.</value>
    public TimeProvider? TimeProvider { get; set; }
}
