using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>Makes <see cref="ChatClientAgent"/>s: the client is found by <see cref="ModelRef.Client"/>, the adapter is sent as the model id.</summary>
public sealed class ChatClientAgentFactory : ISocialAgentFactory
{
    private const string RepairKey = "repair";

    private readonly Func<string, IChatClient?> _clients;
    private readonly PromptBuilder _prompts;
    private readonly ChatClientAgentOptions _options;
    private readonly ILogger? _logger;

    /// <summary>Makes a factory over any look-up. A client under the key <c>repair</c>, where there is one, rewrites replies that could not be read.</summary>
    /// <param name="clients">Finds a client by its key; <see langword="null"/> when there is none.</param>
    /// <param name="prompts">Builds the messages.</param>
    /// <param name="options">The settings of all agents; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public ChatClientAgentFactory(Func<string, IChatClient?> clients, PromptBuilder prompts, ChatClientAgentOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentNullException.ThrowIfNull(prompts);
        _clients = clients;
        _prompts = prompts;
        _options = options?.Clone() ?? new ChatClientAgentOptions();
        _logger = logger;
    }

    /// <summary>Makes a factory over the keyed chat clients of a container.</summary>
    /// <param name="services">The container.</param>
    /// <param name="prompts">Builds the messages.</param>
    /// <param name="options">The settings of all agents; <see langword="null"/> for the defaults.</param>
    /// <returns>The factory.</returns>
    public static ChatClientAgentFactory FromServices(IServiceProvider services, PromptBuilder prompts, ChatClientAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new ChatClientAgentFactory(services.GetKeyedService<IChatClient>, prompts, options, services.GetService<ILoggerFactory>()?.CreateLogger<ChatClientAgent>());
    }

    /// <inheritdoc/>
    public ISocialAgent Create(SeatAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ModelRef model = assignment.Model
            ?? throw new InvalidOperationException($"Seat {assignment.Seat} (role '{assignment.Role}') has no model: set SeatAssignment.Model, or register a factory for its role.");
        IChatClient client = _clients(model.Client)
            ?? throw new InvalidOperationException($"No chat client is registered under the key '{model.Client}' (seat {assignment.Seat}, role '{assignment.Role}'): register one with AddKeyedChatClient(\"{model.Client}\", …).");
        ChatClientAgentOptions options = _options.Clone();
        options.ModelId = model.Adapter ?? options.ModelId;
        ISocialAgent agent = new ChatClientAgent(client, _prompts, options, repair: _clients(RepairKey), logger: _logger);
        return options.MaxAttempts > 1 ? new RetryAgent(agent, options.MaxAttempts) : agent;
    }
}
