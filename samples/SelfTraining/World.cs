namespace SotopiaPi.Samples.SelfTraining;

/// <summary>What differs between the offline world and tasks of the user's own: tasks, partner, judges, limits.</summary>
internal sealed record World
{
    public required Recipe Recipe { get; init; }

    public required EpisodeOptions Episodes { get; init; }

    /// <summary>The tasks of all rounds.</summary>
    public required ISocialTaskSource Training { get; init; }

    /// <summary>The tasks of the evaluation, which no round plays.</summary>
    public required IReadOnlyList<SocialTask> HeldOut { get; init; }

    /// <summary>Seats the roles that are not chat clients.</summary>
    public required IReadOnlyDictionary<string, ISocialAgentFactory> Scripted { get; init; }

    /// <summary>All judges; the first one is the default.</summary>
    public required IReadOnlyList<IEpisodeEvaluator> Judges { get; init; }

    /// <summary>The judge whose score is the truth; null when nothing is rated.</summary>
    public string? TrueJudge { get; init; }

    /// <summary>The judge that also rewards claims of success.</summary>
    public string? TalkJudge { get; init; }

    /// <summary>The judge that selects the training data.</summary>
    public string? FilterJudge { get; init; }

    public required IReadOnlyList<Round> Rounds { get; init; }

    public required IReadOnlyList<Method> Methods { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
