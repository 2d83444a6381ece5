namespace SotopiaPi;

/// <summary>An episode as the reference stores it (<c>sotopia.database.logs.EpisodeLog</c>). Made by <see cref="EpisodeLogWriter"/>, read back by <see cref="EpisodeLogReader"/>.</summary>
/// <param name="Id">The key (<c>pk</c>).</param>
/// <param name="EnvironmentId">The id of the environment.</param>
/// <param name="AgentIds">The ids of the characters in the order of the seats.</param>
/// <param name="Messages">For each turn its messages: first what each seat observed, then what each seat did; the last turn has observations only.</param>
public sealed record EpisodeLog(string Id, string EnvironmentId, IReadOnlyList<string> AgentIds, IReadOnlyList<IReadOnlyList<LoggedMessage>> Messages)
{
    /// <summary>Gets the tag; <see langword="null"/> when there is none.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets the models: the judge's, then that of each seat; <see langword="null"/> when they are not known.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Gets the classes of the agents; only the newest version has them.</summary>
    public IReadOnlyList<string> AgentClasses { get; init; } = [];

    /// <summary>Gets why the episode ended and the judge's comments.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Gets the reward of each seat.</summary>
    public IReadOnlyList<EpisodeLogReward> Rewards { get; init; } = [];

    /// <summary>Gets the judge's prompt as the reference logs it; empty when the rating failed.</summary>
    public string RewardsPrompt { get; init; } = "";
}

/// <summary>A reward of an <see cref="EpisodeLog"/>.</summary>
/// <param name="Overall">The overall score; 0 when the rating failed.</param>
/// <param name="Dimensions">The score of each dimension, then <c>overall_score</c>; <see langword="null"/> when the rating failed: the reference then writes the bare number 0.</param>
public sealed record EpisodeLogReward(double Overall, IReadOnlyList<KeyValuePair<string, double>>? Dimensions)
{
    /// <summary>Gets the reward of a failed rating.</summary>
    public static EpisodeLogReward Failed { get; } = new(0, null);
}
