namespace SotopiaPi;

/// <summary>Chooses records of a store. <see langword="null"/> means any; several conditions must all hold.</summary>
public sealed record EpisodeQuery
{
    /// <summary>Gets the tag of the episode.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets the key of the task.</summary>
    public string? TaskKey { get; init; }

    /// <summary>Gets the id of a character that takes part.</summary>
    public string? AgentId { get; init; }

    /// <summary>Gets a model that plays a seat.</summary>
    public ModelRef? Model { get; init; }

    /// <summary>Gets the judge; ratings of other judges are left out. Episodes are not affected.</summary>
    public string? Judge { get; init; }

    /// <summary>Gets the key of an episode; the episode and its ratings match.</summary>
    public string? EpisodeKey { get; init; }
}
