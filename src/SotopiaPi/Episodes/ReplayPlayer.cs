using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Plays a stored episode again as it was: no agent, no rules and no narrator are asked. The events equal those of the first play.</summary>
/// <param name="find">Finds the episode of a plan by its key, e.g. in a store; <see langword="null"/> when there is none.</param>
public sealed class ReplayPlayer(Func<string, CancellationToken, ValueTask<Episode?>> find) : IEpisodePlayer
{
    private readonly Func<string, CancellationToken, ValueTask<Episode?>> _find = find ?? throw new ArgumentNullException(nameof(find));

    /// <summary>Makes a player of the episodes of a store.</summary>
    /// <param name="store">The store.</param>
    /// <returns>The player.</returns>
    public static ReplayPlayer Of(IEpisodeStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new ReplayPlayer((key, cancellationToken) => store.FindEpisodeAsync(key, cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no episode of the plan's key.</exception>
    public async IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Episode episode = await _find(plan.Key, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"There is no episode of the key '{plan.Key}' to replay: play the plan first.");
        foreach (TurnRecord turn in episode.Turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TurnTaken(turn.Turn, turn.Turns, episode.State.After(turn.Turn + 1));
        }

        yield return new EpisodeEnded(episode);
    }
}
