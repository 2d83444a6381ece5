using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>A narrator that asks a language model. What it is shown is public, so that it cannot give a goal or a secret away.</summary>
public sealed class ChatClientNarrator : INarrator
{
    private const string Silence = "nothing";
    private readonly IChatClient _client;
    private readonly PromptTemplate _template;
    private readonly string? _modelId;
    private readonly ILogger _logger;

    /// <summary>Makes a narrator.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="prompts">The texts; the template <c>narrator</c> is used. <see langword="null"/> for <see cref="PromptPack.Default"/>.</param>
    /// <param name="modelId">The model id sent with each request; <see langword="null"/> for the client's default model.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public ChatClientNarrator(IChatClient client, PromptPack? prompts = null, string? modelId = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _template = (prompts ?? PromptPack.Default).Template("narrator");
        _modelId = modelId;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> NarrateAsync(NarratedScene scene, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        string prompt = _template.Fill(name => name switch
        {
            "scenario" => scene.Scenario,
            "names" => SceneTexts.And(scene.Names),
            "history" => string.Join('\n', scene.History.Select(message => message.Text)),
            "turn" => scene.Turn.ToString(CultureInfo.InvariantCulture),
            _ => throw new FormatException($"The narrator's template uses the unknown name {{{name}}}; known here: scenario, names, history, turn."),
        });
        ChatOptions options = new() { Seed = scene.Seed, ModelId = _modelId };
        ChatResponse response = await _client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, null, TimeProvider.System, _logger, cancellationToken).ConfigureAwait(false);
        string text = JsonEscape.Sound(response.Text.Trim());
        return text.Length == 0 || text.TrimEnd('.').Equals(Silence, StringComparison.OrdinalIgnoreCase) ? null : text;
    }
}
