namespace SotopiaPi;

/// <summary>A point of an evaluation: the subject sits in one seat of a task, partners sit in the others (arXiv:2403.08715 §4).</summary>
/// <param name="Task">The task.</param>
/// <param name="Seat">The subject's seat.</param>
public sealed record EvaluationPoint(SocialTask Task, Seat Seat)
{
    /// <summary>Makes the points of tasks on which the subject sits in every seat once.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The points: task by task, the seats in order.</returns>
    public static IEnumerable<EvaluationPoint> EverySeat(IEnumerable<SocialTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return tasks.SelectMany(task => task.Seats.Select(seat => new EvaluationPoint(task, seat)));
    }
}
