namespace SotopiaPi;

/// <summary>Makes the plans of a collection or an evaluation: tasks × seatings × repetitions, in a fixed order.</summary>
public static class PlanBuilder
{
    /// <summary>Makes the plans.</summary>
    /// <param name="tag">The tag of the episodes.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seatings">Who sits where.</param>
    /// <param name="repetitions">The number of episodes of each task and seating.</param>
    /// <param name="options">The rules; its seed is mixed into each plan's own.</param>
    /// <param name="agent">The model that plays <see cref="Player.Agent"/>; <see langword="null"/> when that role is scripted.</param>
    /// <param name="environment">The key of the environment.</param>
    /// <returns>The plans.</returns>
    /// <exception cref="ArgumentException">A seating has another number of players than a task has seats.</exception>
    public static IReadOnlyList<EpisodePlan> Build(
        string tag,
        IReadOnlyList<SocialTask> tasks,
        IReadOnlyList<IReadOnlyList<Player>> seatings,
        int repetitions,
        EpisodeOptions options,
        ModelRef? agent,
        string environment = EpisodePlan.DefaultEnvironment)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(seatings);
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        List<EpisodePlan> plans = [];
        foreach (SocialTask task in tasks)
        {
            foreach (IReadOnlyList<Player> seating in seatings)
            {
                SeatAssignment[] seats = Assign(task, seating, agent);
                plans.AddRange(Enumerable.Range(0, repetitions).Select(repetition => EpisodePlan.Create(task, seats, options, repetition, tag, environment)));
            }
        }

        return plans;
    }

    private static SeatAssignment[] Assign(SocialTask task, IReadOnlyList<Player> seating, ModelRef? agent)
    {
        if (seating.Count != task.SeatCount)
        {
            throw new ArgumentException($"Task '{task.Key}' has {task.SeatCount} seats, but the seating names {seating.Count} players ({string.Join(", ", seating.Select(player => player.Role))}): name one for each seat.", nameof(seating));
        }

        return [.. task.Seats.Zip(seating, (seat, player) => new SeatAssignment(seat, task.Agents[seat.Index], player.Role, player.Model ?? (player.Role == Player.AgentRole ? agent : null)))];
    }
}
