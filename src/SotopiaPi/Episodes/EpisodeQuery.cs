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

    /// <summary>Gets the kind of record; <see langword="null"/> for both.</summary>
    public EpisodeRecordKind? Kind { get; init; }

    /// <summary>Gets a value indicating whether what the models were asked and answered is left out (<see cref="AgentTurn.Reply"/>): reading is then faster. Stores in memory may keep it.</summary>
    public bool OmitReplies { get; init; }
}

/// <summary>Names a kind of record of a store.</summary>
public enum EpisodeRecordKind
{
    /// <summary>An <see cref="EpisodeStored"/>.</summary>
    Episode,

    /// <summary>A <see cref="RatingStored"/>.</summary>
    Rating,
}
