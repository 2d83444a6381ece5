using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>The decorators of agents by name.</summary>
public static class SocialAgentBuilderExtensions
{
    /// <summary>Begins to put decorators around the agents of a factory.</summary>
    /// <param name="factory">Makes the agents.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder AsBuilder(this ISocialAgentFactory factory) => new(factory);

    /// <summary>Logs every turn.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="logger">Where to.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder UseLogging(this SocialAgentBuilder builder, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new LoggingAgent(inner, logger));
    }

    /// <summary>Asks again after a failure; a reply that could not be read is asked for again with the error shown to the model.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="maxAttempts">How often a turn is asked for at most, the first time included. At least 1.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder UseRetry(this SocialAgentBuilder builder, int maxAttempts = 3)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new RetryAgent(inner, maxAttempts));
    }

    /// <summary>Gives the agent a piece of advice before it acts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="strategy">Makes the advice of a turn; <see langword="null"/> for none.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder UseStrategy(this SocialAgentBuilder builder, Func<Observation, CancellationToken, ValueTask<string?>> strategy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new StrategyAgent(inner, strategy));
    }

    /// <summary>Asks for several replies and plays the best one.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="count">The number of replies. At least 1.</param>
    /// <param name="scorer">Chooses.</param>
    /// <param name="logger">Told about scorers that break; <see langword="null"/> for nobody.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder UseBestOf(this SocialAgentBuilder builder, int count, ITurnScorer scorer, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new BestOfAgent(inner, count, scorer, logger));
    }

    /// <summary>Asks for several replies and plays the one with the highest score.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="count">The number of replies. At least 1.</param>
    /// <param name="score">Scores a reply; higher is better.</param>
    /// <returns>The builder.</returns>
    public static SocialAgentBuilder UseBestOf(this SocialAgentBuilder builder, int count, Func<Observation, AgentTurn, double> score) =>
        UseBestOf(builder, count, new DelegateTurnScorer(score));
}
