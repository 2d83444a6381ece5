using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>What a builder has collected: factories of the parts, in the order in which they were added.</summary>
internal sealed class SotopiaPiComposition(string name)
{
    public SotopiaPiOptions Options { get; } = new();

    public Func<IServiceProvider, ISocialTaskSource>? Tasks { get; set; }

    public Func<IServiceProvider, ISocialTaskSource>? HeldOut { get; set; }

    public Func<IServiceProvider, IEpisodeStore>? Store { get; set; }

    public Func<IServiceProvider, ITrainer>? Trainer { get; set; }

    public Func<IServiceProvider, IAgentMemory>? Memory { get; set; }

    public PromptPack Prompts { get; set; } = PromptPack.Default;

    public Dictionary<string, Func<IServiceProvider, ISocialAgentFactory>> Agents { get; } = [];

    public List<KeyValuePair<string, Action<IServiceProvider, SocialAgentBuilder>>> Decorators { get; } = [];

    public Dictionary<string, ISocialEnvironment> Environments { get; } = new() { [EpisodePlan.DefaultEnvironment] = new DialogueEnvironment() };

    public List<Func<IServiceProvider, IEpisodeEvaluator>> Judges { get; } = [];

    public List<KeyValuePair<string, Func<IServiceProvider, IEpisodeFilter>>> Filters { get; } = [];

    public List<Round> Rounds { get; } = [];

    /// <summary>Gets the decorators of the player of episodes, the innermost first.</summary>
    public List<Func<IServiceProvider, IEpisodePlayer, IEpisodePlayer>> Players { get; } = [];

    /// <summary>Gets the decorators of the collector, the innermost first.</summary>
    public List<Func<IServiceProvider, IEpisodeCollector, IEpisodeCollector>> Collectors { get; } = [];

    /// <summary>Gets what extensions add to the settings that decide the numbers.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public RunFolder OpenFolder()
    {
        Dictionary<string, string> settings = RunSettings.Of(Options, Prompts, Rounds);
        foreach ((string setting, string value) in Settings)
        {
            settings[setting] = value;
        }

        return RunFolder.Open(Options.Directory, settings, Options.Resume);
    }

    public IEpisodeCollector Collector(IServiceProvider services)
    {
        Dictionary<string, ISocialAgentFactory> roles = Agents.ToDictionary(role => role.Key, role => role.Value(services));
        ChatClientAgentFactory models = new(key => Client(services, key), new PromptBuilder(Prompts), Options.Agents, services.GetService<ILoggerFactory>()?.CreateLogger<ChatClientAgent>());
        RoleAgentFactory agents = new(Decorated(services, roles, new RoleClientFactory(models)), new RoleClientFactory(models));
        IEpisodePlayer player = new EpisodeRunner(agents, Environments, Memory?.Invoke(services));
        IEpisodeCollector collector = new EpisodeCollector(Players.Aggregate(player, (inner, decorate) => decorate(services, inner)), Options.Concurrency);
        return Collectors.Aggregate(collector, (inner, decorate) => decorate(services, inner));
    }

    private Dictionary<string, ISocialAgentFactory> Decorated(IServiceProvider services, Dictionary<string, ISocialAgentFactory> roles, RoleClientFactory models)
    {
        Dictionary<string, SocialAgentBuilder> builders = [];
        foreach ((string role, Action<IServiceProvider, SocialAgentBuilder> decorate) in Decorators)
        {
            if (!builders.TryGetValue(role, out SocialAgentBuilder? builder))
            {
                builders[role] = builder = new SocialAgentBuilder(roles.GetValueOrDefault(role) ?? models);
            }

            decorate(services, builder);
        }

        return roles.Keys.Union(builders.Keys).ToDictionary(role => role, role => builders.GetValueOrDefault(role)?.Build() ?? roles[role]);
    }

    /// <summary>The keyed client of a role, counted when the composition has a ledger; null when none is registered.</summary>
    public IChatClient? Client(IServiceProvider services, string key)
    {
        IChatClient? client = services.GetKeyedService<IChatClient>(key);
        return client is not null && Usage(services) is { } ledger ? new UsageChatClient(client, ledger, key) : client;
    }

    public UsageLedger? Usage(IServiceProvider services) => services.GetKeyedService<UsageLedger>(name);

    public PipelineParts Parts(IServiceProvider services, IEpisodeStore store, IEpisodeCollector collector) => new()
    {
        Tasks = Required(Tasks, "tasks", "UseTasksFrom(folder)")(services),
        Store = store,
        Collector = collector,
        Judges = Judges.Count > 0 ? [.. Judges.Select(judge => judge(services))] : throw Missing("judge", "UseChatEvaluator()"),
        Filters = Filters.Count > 0 ? [.. Filters.Select(filter => KeyValuePair.Create(filter.Key, filter.Value(services)))] : throw Missing("filter", "UseFilter<TopRatedFilter>()"),
        Examples = new TrainingExampleBuilder(Environments[Options.Pipeline.Environment], new PromptBuilder(Prompts)),
        HeldOut = HeldOut?.Invoke(services),
        Usage = Usage(services),
        Trainer = Required(Trainer, "trainer", "UseTrainer(…) or UseLoraTrainer()")(services),
    };

    private static T Required<T>(T? part, string what, string call)
        where T : class => part ?? throw Missing(what, call);

    private static InvalidOperationException Missing(string what, string call) => new($"No {what} registered for the self-training pipeline: call {call} after AddSotopiaPi().");

    /// <summary>Gives seats whose plan names no model the chat client of their role.</summary>
    private sealed class RoleClientFactory(ChatClientAgentFactory models) : ISocialAgentFactory
    {
        public ISocialAgent Create(SeatAssignment assignment) =>
            models.Create(assignment.Model is null ? assignment with { Model = new ModelRef(assignment.Role) } : assignment);
    }
}
