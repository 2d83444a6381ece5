using SotopiaPi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the self-training loop.</summary>
public static class SotopiaPiServiceCollectionExtensions
{
    /// <summary>Registers the default composition: <see cref="SelfTrainingPipeline"/>, <see cref="RunFolder"/>, <see cref="IEpisodeStore"/> and <see cref="IEpisodeCollector"/> as singletons.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder that adds tasks, judges, filters, trainer and rounds.</returns>
    public static SotopiaPiBuilder AddSotopiaPi(this IServiceCollection services, Action<SotopiaPiOptions>? configure = null)
    {
        SotopiaPiBuilder builder = AddSotopiaPi(services, "", configure);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<RunFolder>(""));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IEpisodeStore>(""));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IEpisodeCollector>(""));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<PipelineParts>(""));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<SelfTrainingPipeline>(""));
        return builder;
    }

    /// <summary>Registers a named composition, so that one container holds several: the same services, keyed by the name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder that adds tasks, judges, filters, trainer and rounds.</returns>
    public static SotopiaPiBuilder AddSotopiaPi(this IServiceCollection services, string name, Action<SotopiaPiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        SotopiaPiComposition composition = new(name);
        configure?.Invoke(composition.Options);
        services.AddKeyedSingleton(name, (_, _) => composition.OpenFolder());
        services.AddKeyedSingleton(name, (provider, _) => composition.Store?.Invoke(provider) ?? SqliteEpisodeStore.Open(provider.GetRequiredKeyedService<RunFolder>(name).StoreFile));
        services.AddKeyedSingleton(name, (provider, _) => composition.Collector(provider));
        services.AddKeyedSingleton(name, (provider, _) => composition.Parts(provider, provider.GetRequiredKeyedService<IEpisodeStore>(name), provider.GetRequiredKeyedService<IEpisodeCollector>(name)));
        services.AddKeyedSingleton(name, (provider, _) => new SelfTrainingPipeline(
            provider.GetRequiredKeyedService<RunFolder>(name), provider.GetRequiredKeyedService<PipelineParts>(name), composition.Rounds, composition.Options.Pipeline));
        return new SotopiaPiBuilder(services, name, composition);
    }
}
