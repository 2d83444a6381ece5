namespace SotopiaPi;

/// <summary>Shorter ways to play.</summary>
public static class EpisodePlayerExtensions
{
    /// <summary>Plays a plan to its end.</summary>
    /// <param name="player">The player.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    /// <returns>The episode.</returns>
    /// <exception cref="InvalidOperationException">The player's stream had no <see cref="EpisodeEnded"/>.</exception>
    public static async Task<Episode> PlayToEndAsync(this IEpisodePlayer player, EpisodePlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(plan);
        await foreach (EpisodeEvent happened in player.PlayAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            if (happened is EpisodeEnded ended)
            {
                return ended.Episode;
            }
        }

        throw new InvalidOperationException($"The player ended plan '{plan.Key}' without an {nameof(EpisodeEnded)} event.");
    }
}
