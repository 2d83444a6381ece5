namespace SotopiaPi;

/// <summary>An episode to be played: everything that decides how it goes.</summary>
/// <param name="Key">The stable key: the hash of all else and of the repetition. See <see cref="Create"/>.</param>
/// <param name="Task">The task.</param>
/// <param name="Seats">Who plays each seat, in the order of the seats.</param>
/// <param name="Options">The rules.</param>
public sealed record EpisodePlan(string Key, SocialTask Task, IReadOnlyList<SeatAssignment> Seats, EpisodeOptions Options)
{
    /// <summary>The key of <see cref="Environment"/> unless another is named.</summary>
    public const string DefaultEnvironment = "dialogue";

    /// <summary>Gets the key of the <see cref="ISocialEnvironment"/> that sets the rules.</summary>
    public string Environment { get; init; } = DefaultEnvironment;

    /// <summary>Gets the state to play on from (a fork); <see langword="null"/> to begin at turn 0.</summary>
    public EpisodeState? Start { get; init; }

    /// <summary>Gets the tag of the collection that the episode belongs to.</summary>
    public string? Tag { get; init; }

    /// <summary>Makes a plan whose key and seed follow from its parts.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seats">Who plays each seat.</param>
    /// <param name="options">The rules; the seed given here is mixed with the key.</param>
    /// <param name="repetition">Tells apart several episodes of the same parts; from 0.</param>
    /// <param name="tag">The tag; part of the key.</param>
    /// <param name="environment">The key of the environment; part of the key.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentException">The seats are not those of the task, in order.</exception>
    public static EpisodePlan Create(
        SocialTask task, IReadOnlyList<SeatAssignment> seats, EpisodeOptions options, int repetition = 0, string? tag = null, string environment = DefaultEnvironment)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(seats);
        ArgumentNullException.ThrowIfNull(options);
        if (!seats.Select(seat => seat.Seat).SequenceEqual(task.Seats))
        {
            throw new ArgumentException(
                $"Task '{task.Key}' has the seats {string.Join(", ", task.Seats)}, but the plan assigns {string.Join(", ", seats.Select(seat => seat.Seat))}: assign each seat once, in order.",
                nameof(seats));
        }

        List<string?> parts = ["episode", task.Key, environment, tag, FormattableString.Invariant($"{repetition} {options.Seed} {options.Order} {options.MaxTurns} {options.MaxStaleTurns} {options.TurnLimit} {options.Semantics} {options.Omniscient} {options.Lite} {options.HideUnknown}"), string.Join(",", options.HintTags)];
        parts.AddRange(seats.SelectMany(seat => new[] { seat.Profile.Id, seat.Role, seat.Model?.Client, seat.Model?.Adapter }));
        string key = StableKey.Of(parts);
        return new EpisodePlan(key, task, seats, options with { Seed = StableKey.Seed([key]) }) { Environment = environment, Tag = tag };
    }
}
