namespace SotopiaPi;

/// <summary>What one judge gave for one episode of a benchmark; an episode that broke has a row without scores, so that nothing that is missing goes unseen.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="Judge">The judge's name.</param>
/// <param name="EnvironmentId">The id of the situation: the papers' "task".</param>
/// <param name="TaskKey">The key of the task, situation and characters.</param>
/// <param name="Seat">The agent's seat.</param>
/// <param name="Repetition">Which of the repeats, from 0.</param>
/// <param name="EpisodeKey">The key of the episode.</param>
public sealed record BenchmarkRow(string Agent, string Judge, string EnvironmentId, string TaskKey, Seat Seat, int Repetition, string EpisodeKey)
{
    /// <summary>Gets a value indicating whether the episode was played to its end.</summary>
    public bool Played { get; init; }

    /// <summary>Gets the agent's scores; empty when there is no rating.</summary>
    public IReadOnlyDictionary<SocialDimension, Score> Scores { get; init; } = new Dictionary<SocialDimension, Score>();

    /// <summary>Gets the partners' scores, one entry for each of their seats.</summary>
    public IReadOnlyList<IReadOnlyDictionary<SocialDimension, Score>> PartnerScores { get; init; } = [];

    /// <summary>Reads the agent's value.</summary>
    /// <param name="measure">What to read.</param>
    /// <returns>The value; <see langword="null"/> when it is missing.</returns>
    public double? ValueOf(ScoreMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.ValueOf(Scores);
    }

    /// <summary>Reads the partner's value; of several partners the mean.</summary>
    /// <param name="measure">What to read.</param>
    /// <returns>The value; <see langword="null"/> when it is missing.</returns>
    public double? PartnerValueOf(ScoreMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return PartnerScores.Select(measure.ValueOf).Average();
    }

    /// <summary>Gives the agent's seat as a rated seat.</summary>
    /// <returns>The rated seat; its role is <c>agent</c>.</returns>
    public RatedSeat ToRatedSeat() => new(EpisodeKey, TaskKey, Seat, Player.AgentRole, new ModelRef(Agent), Judge, Scores) { EnvironmentId = EnvironmentId };
}
