using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using SotopiaPi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Composes the self-training loop; made by <c>AddSotopiaPi</c>. Parts that are added later do not replace earlier ones unless the method says so.</summary>
public sealed class SotopiaPiBuilder
{
    internal SotopiaPiBuilder(IServiceCollection services, string name, SotopiaPiComposition composition) => (Services, Name, Composition) = (services, name, composition);

    /// <summary>Gets the services being configured.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets the name of the composition; empty for the default one. Named compositions are keyed services under this name.</summary>
    public string Name { get; }

    /// <summary>Gets the settings.</summary>
    public SotopiaPiOptions Options => Composition.Options;

    internal SotopiaPiComposition Composition { get; }

    /// <summary>Takes the tasks from a folder in the published format. Replaces the earlier source.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseTasksFrom(string folder) => UseTasks(_ => FolderTaskSource.Open(folder));

    /// <summary>Takes the tasks from a source. Replaces the earlier source.</summary>
    /// <param name="source">Makes the source.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseTasks(Func<IServiceProvider, ISocialTaskSource> source)
    {
        Composition.Tasks = source ?? throw new ArgumentNullException(nameof(source));
        return this;
    }

    /// <summary>Evaluates the base model and what each round saves on held-out tasks. Replaces the earlier evaluation; the default is none.</summary>
    /// <param name="heldOut">Makes the source of the held-out tasks, which no round may play.</param>
    /// <param name="plan">The number of tasks, the partner and what is evaluated; <see langword="null"/> for the defaults.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder EvaluateOn(Func<IServiceProvider, ISocialTaskSource> heldOut, EvaluationPlan? plan = null)
    {
        Composition.HeldOut = heldOut ?? throw new ArgumentNullException(nameof(heldOut));
        Options.Pipeline.Evaluation = plan ?? new EvaluationPlan();
        return this;
    }

    /// <summary>Speaks to models in the words of a pack. Replaces the earlier pack.</summary>
    /// <param name="pack">The pack; the default is <see cref="PromptPack.Default"/>.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UsePrompts(PromptPack pack)
    {
        Composition.Prompts = pack ?? throw new ArgumentNullException(nameof(pack));
        return this;
    }

    /// <summary>Seats agents of a role: scripted ones, people, decorated ones. Roles without a factory are played by the keyed chat client of their name.</summary>
    /// <param name="role">The role, e.g. <c>partner</c>.</param>
    /// <param name="factory">Makes the factory.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseAgents(string role, Func<IServiceProvider, ISocialAgentFactory> factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        Composition.Agents[role] = factory ?? throw new ArgumentNullException(nameof(factory));
        return this;
    }

    /// <summary>Puts decorators around the agents of a role, whoever makes them: retries, best of n, strategies, logging. The first one added is the outermost.</summary>
    /// <param name="role">The role, e.g. <c>agent</c>.</param>
    /// <param name="decorate">Adds the decorators.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder DecorateAgents(string role, Action<IServiceProvider, SocialAgentBuilder> decorate)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        Composition.Decorators.Add(KeyValuePair.Create(role, decorate ?? throw new ArgumentNullException(nameof(decorate))));
        return this;
    }

    /// <summary>Lets characters remember their meetings. Replaces the earlier memory; the default is none.</summary>
    /// <param name="memory">Makes the memory, e.g. a <see cref="FullMemory"/> or a <see cref="SummaryMemory"/>.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseMemory(Func<IServiceProvider, IAgentMemory> memory)
    {
        Composition.Memory = memory ?? throw new ArgumentNullException(nameof(memory));
        return this;
    }

    /// <summary>Adds an environment.</summary>
    /// <param name="key">The key that plans name; <c>dialogue</c> replaces the default one.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseEnvironment(string key, ISocialEnvironment environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Composition.Environments[key] = environment ?? throw new ArgumentNullException(nameof(environment));
        return this;
    }

    /// <summary>Adds a judge; the first one is the default of rounds.</summary>
    /// <param name="judge">Makes the judge.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseEvaluator(Func<IServiceProvider, IEpisodeEvaluator> judge)
    {
        Composition.Judges.Add(judge ?? throw new ArgumentNullException(nameof(judge)));
        return this;
    }

    /// <summary>Adds a judge whose constructor takes registered services.</summary>
    /// <typeparam name="TEvaluator">The judge.</typeparam>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseEvaluator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEvaluator>()
        where TEvaluator : class, IEpisodeEvaluator => UseEvaluator(services => ActivatorUtilities.CreateInstance<TEvaluator>(services));

    /// <summary>Adds a chat model as judge.</summary>
    /// <param name="key">The key of its chat client.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseChatEvaluator(string key = "judge") =>
        UseEvaluator(services => new ChatClientEvaluator(Composition.Client(services, key) ?? services.GetRequiredKeyedService<IChatClient>(key), logger: services.GetService<ILoggerFactory>()?.CreateLogger<ChatClientEvaluator>()));

    /// <summary>Adds a filter; the first one is the default of rounds.</summary>
    /// <param name="name">The name that rounds give.</param>
    /// <param name="filter">Makes the filter.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseFilter(string name, Func<IServiceProvider, IEpisodeFilter> filter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Composition.Filters.Add(KeyValuePair.Create(name, filter ?? throw new ArgumentNullException(nameof(filter))));
        return this;
    }

    /// <summary>Adds a filter whose constructor takes registered services; its name is that of its type.</summary>
    /// <typeparam name="TFilter">The filter.</typeparam>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IEpisodeFilter => UseFilter(typeof(TFilter).Name, services => ActivatorUtilities.CreateInstance<TFilter>(services));

    /// <summary>Trains with a trainer. Replaces the earlier one.</summary>
    /// <param name="trainer">Makes the trainer.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseTrainer(Func<IServiceProvider, ITrainer> trainer)
    {
        Composition.Trainer = trainer ?? throw new ArgumentNullException(nameof(trainer));
        return this;
    }

    /// <summary>Keeps episodes in a store. Replaces the earlier one; the default is the SQLite file of the run folder.</summary>
    /// <param name="store">Makes the store.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseStore(Func<IServiceProvider, IEpisodeStore> store)
    {
        Composition.Store = store ?? throw new ArgumentNullException(nameof(store));
        return this;
    }

    /// <summary>Adds a round after those already added.</summary>
    /// <param name="round">The round.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder AddRound(Round round)
    {
        Composition.Rounds.Add(round ?? throw new ArgumentNullException(nameof(round)));
        return this;
    }

    /// <summary>Puts a player around the one that plays episodes, e.g. a <see cref="RegeneratingPlayer"/>. The last one added is the outermost.</summary>
    /// <param name="player">Makes the player around the given one.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UsePlayer(Func<IServiceProvider, IEpisodePlayer, IEpisodePlayer> player)
    {
        Composition.Players.Add(player ?? throw new ArgumentNullException(nameof(player)));
        return this;
    }

    /// <summary>Puts a collector around the one that collects episodes. The last one added is the outermost.</summary>
    /// <param name="collector">Makes the collector around the given one.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder UseCollector(Func<IServiceProvider, IEpisodeCollector, IEpisodeCollector> collector)
    {
        Composition.Collectors.Add(collector ?? throw new ArgumentNullException(nameof(collector)));
        return this;
    }

    /// <summary>Records a setting that decides the numbers: it goes into <c>run.json</c>, and a run with another value is not resumed.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SotopiaPiBuilder RecordSetting(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Composition.Settings[name] = value ?? throw new ArgumentNullException(nameof(value));
        return this;
    }
}
