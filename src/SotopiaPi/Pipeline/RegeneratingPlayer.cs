using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SotopiaPi;

/// <summary>
/// Plays a plan again, each time with another seed, until its rating is good enough or the tries are spent; the best try is the episode. All tries cost: count them with a
/// <see cref="UsageLedger"/>, and rate through a <see cref="CachingEvaluator"/> that the run shares, so that the chosen try is not rated twice.
/// </summary>
public sealed class RegeneratingPlayer : IEpisodePlayer
{
    private readonly IEpisodePlayer _inner;
    private readonly IEpisodeEvaluator _judge;
    private readonly RegenerationOptions _options;

    /// <summary>Makes a player around another.</summary>
    /// <param name="inner">Plays each try.</param>
    /// <param name="judge">Rates each try.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    public RegeneratingPlayer(IEpisodePlayer inner, IEpisodeEvaluator judge, RegenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(judge);
        (_inner, _judge, _options) = (inner, judge, options ?? new RegenerationOptions());
    }

    /// <inheritdoc/>
    /// <remarks>The events are those of the chosen try; they come when it is chosen. A try that breaks counts as a try; the last error is thrown when all break.</remarks>
    public async IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (EpisodeEvent happened in await BestAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private async Task<List<EpisodeEvent>> BestAsync(EpisodePlan plan, CancellationToken cancellationToken)
    {
        List<EpisodeEvent>? best = null;
        ExceptionDispatchInfo? error = null;
        double highest = double.NegativeInfinity;
        for (int attempt = 0; attempt < _options.MaxTries && !(highest >= _options.Target); attempt++)
        {
            try
            {
                List<EpisodeEvent> events = await _inner.PlayAsync(Attempt(plan, attempt), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
                double score = await ScoreAsync(((EpisodeEnded)events[^1]).Episode, cancellationToken).ConfigureAwait(false);
                if (best is null || score > highest)
                {
                    (best, highest) = (events, score);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
        }

        if (best is null)
        {
            error!.Throw();
        }

        return best!;
    }

    /// <summary>The first try is the plan itself, so that a run without regeneration plays the same.</summary>
    private static EpisodePlan Attempt(EpisodePlan plan, int attempt) => attempt == 0
        ? plan
        : plan with { Options = plan.Options with { Seed = StableKey.Seed([plan.Key, "try", attempt.ToString(CultureInfo.InvariantCulture)]) } };

    /// <summary>The lowest score of the seats that count; a missing score is the worst.</summary>
    private async Task<double> ScoreAsync(Episode episode, CancellationToken cancellationToken)
    {
        EpisodeRating rating = await _judge.EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
        double[] scores =
        [
            .. episode.Seats.Where(seat => _options.Roles is null || _options.Roles.Contains(seat.Role))
                .Select(seat => rating.Scores.GetValueOrDefault(seat.Seat)?.GetValueOrDefault(_options.Dimension)?.Value ?? double.NegativeInfinity),
        ];
        return scores.Length == 0 ? double.PositiveInfinity : scores.Min();
    }
}

/// <summary>Says when an episode is good enough.</summary>
public sealed record RegenerationOptions
{
    /// <summary>Gets the number of tries.</summary>
    /// <value>At least 1. The default is 3.</value>
    public int MaxTries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    /// <summary>Gets the score that is good enough, for every seat that counts.</summary>
    /// <value>On the scale of <see cref="Dimension"/>. The default is 7.</value>
    public double Target { get; init; } = 7;

    /// <summary>Gets the dimension that counts.</summary>
    /// <value>The default is <see cref="SocialDimension.Goal"/>.</value>
    public SocialDimension Dimension { get; init; } = SocialDimension.Goal;

    /// <summary>Gets the roles whose seats count; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}
