namespace SotopiaPi.Samples.SelfTraining;

/// <summary>The sizes of a run. The full ones come from the measured recipe in docs/offline-world.md.</summary>
internal sealed record Recipe(string Name)
{
    /// <summary>The tasks and steps of behaviour cloning; the top two of ten episodes per task and seat are kept.</summary>
    public required int CloningTasks { get; init; }

    public required int CloningSteps { get; init; }

    /// <summary>The tasks and steps of self-reinforcement, from the base model.</summary>
    public required int ReinforcementTasks { get; init; }

    public required int ReinforcementSteps { get; init; }

    /// <summary>The steps of BC+SR and of "BC continued", and the seats of BC that BC+SR mixes in.</summary>
    public required int ContinuedSteps { get; init; }

    public required int ReplaySeats { get; init; }

    /// <summary>The held-out tasks of the evaluation; each is played from both seats.</summary>
    public required int HeldOutTasks { get; init; }

    /// <summary>The held-out tasks played once more without the action schema, to count invalid replies.</summary>
    public required int FreeTasks { get; init; }

    /// <summary>The episodes of each task and seating, of which the filter keeps two per seat.</summary>
    public int EpisodesPerTask { get; init; } = 10;

    public static Recipe Full { get; } = new("full") { CloningTasks = 60, CloningSteps = 90, ReinforcementTasks = 100, ReinforcementSteps = 63, ContinuedSteps = 75, ReplaySeats = 200, HeldOutTasks = 300, FreeTasks = 50 };

    public static Recipe Quick { get; } = new("quick") { CloningTasks = 10, CloningSteps = 20, ReinforcementTasks = 8, ReinforcementSteps = 12, ContinuedSteps = 12, ReplaySeats = 20, HeldOutTasks = 40, FreeTasks = 5 };

    public static Recipe Tiny { get; } = new("tiny") { CloningTasks = 2, CloningSteps = 3, ReinforcementTasks = 2, ReinforcementSteps = 3, ContinuedSteps = 3, ReplaySeats = 2, HeldOutTasks = 4, FreeTasks = 1, EpisodesPerTask = 3 };
}
