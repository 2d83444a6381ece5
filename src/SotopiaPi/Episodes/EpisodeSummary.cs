namespace SotopiaPi;

/// <summary>What an episode is about, without its turns: what lists and conditions read.</summary>
/// <param name="Key">The episode's key.</param>
/// <param name="TaskKey">The task's key.</param>
/// <param name="EnvironmentId">The id of the task's environment.</param>
/// <param name="Tag">The tag; <see langword="null"/> when it has none.</param>
/// <param name="Players">Who played, in the order of the seats.</param>
/// <param name="Turns">The number of turns.</param>
/// <param name="End">The kind of end; <see langword="null"/> when the episode is not over.</param>
public sealed record EpisodeSummary(string Key, string TaskKey, string EnvironmentId, string? Tag, IReadOnlyList<EpisodePlayer> Players, int Turns, EndReason? End)
{
    /// <summary>Summarises an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>The summary.</returns>
    public static EpisodeSummary Of(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        EpisodePlayer[] players = [.. episode.Seats.Select(seat => new EpisodePlayer(seat.Profile.Id, seat.Role, seat.Model))];
        return new EpisodeSummary(episode.Key, episode.Task.Key, episode.Task.Environment.Id, episode.Tag, players, episode.Turns.Count, episode.State.End?.Reason);
    }

    /// <summary>Tells whether the episode fulfils the conditions that concern episodes.</summary>
    internal bool Matches(EpisodeQuery query) =>
        (query.Tag is null || query.Tag == Tag)
        && (query.TaskKey is null || query.TaskKey == TaskKey)
        && (query.EpisodeKey is null || query.EpisodeKey == Key)
        && (query.AgentId is null || Players.Any(player => player.AgentId == query.AgentId))
        && (query.Model is null || Players.Any(player => player.Model == query.Model));
}

/// <summary>A player of an episode.</summary>
/// <param name="AgentId">The id of the character.</param>
/// <param name="Role">The player's role.</param>
/// <param name="Model">The player's model; <see langword="null"/> for a scripted or human one.</param>
public sealed record EpisodePlayer(string AgentId, string Role, ModelRef? Model);
