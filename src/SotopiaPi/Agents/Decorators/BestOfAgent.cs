using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>
/// Asks an agent for several replies at once, each with its own seed, and plays the one that scores highest; of equal ones the first. All are asked with the same
/// messages, so that a client which keeps what it has read computes them once. The usage of all replies is added up.
/// </summary>
/// <remarks>Replies with a failure are played only when there is no other. A reply whose scorer breaks counts as the lowest.</remarks>
public sealed class BestOfAgent : DelegatingAgent
{
    private readonly int _count;
    private readonly ITurnScorer _scorer;
    private readonly ILogger _logger;

    /// <summary>Makes a decorator.</summary>
    /// <param name="inner">The agent inside.</param>
    /// <param name="count">The number of replies. At least 1; with 1 the agent inside plays as it would alone.</param>
    /// <param name="scorer">Scores the replies.</param>
    /// <param name="logger">Told about scorers that break; <see langword="null"/> for nobody.</param>
    public BestOfAgent(ISocialAgent inner, int count, ITurnScorer scorer, ILogger? logger = null)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(scorer);
        _count = count;
        _scorer = scorer;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        AgentTurn[] turns = await Task.WhenAll(Enumerable.Range(0, _count).Select(i => base.ActAsync(Variant(observation, i), cancellationToken).AsTask())).ConfigureAwait(false);
        if (_count == 1)
        {
            return turns[0];
        }

        double[] scores = await Task.WhenAll(turns.Select(turn => ScoreAsync(observation, turn, cancellationToken))).ConfigureAwait(false);
        AgentTurn best = turns.Index().OrderBy(item => item.Item.Failure is null ? 0 : 1).ThenByDescending(item => scores[item.Index]).First().Item;
        return TurnUsage.Sum(best, turns);
    }

    private async Task<double> ScoreAsync(Observation observation, AgentTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Failure is not null)
        {
            return double.NegativeInfinity;
        }

        try
        {
            double score = await _scorer.ScoreAsync(observation, turn, cancellationToken).ConfigureAwait(false);
            return double.IsNaN(score) ? double.NegativeInfinity : score;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ScorerFailed(_logger, observation.AgentName, observation.Turn, e);
            return double.NegativeInfinity;
        }
    }

    /// <summary>The first reply draws as the agent inside would alone.</summary>
    private static Observation Variant(Observation observation, int index) => index == 0 ? observation : observation with
    {
        Seed = StableKey.Seed(["best-of", observation.Seed.ToString(CultureInfo.InvariantCulture), index.ToString(CultureInfo.InvariantCulture)]),
    };
}
