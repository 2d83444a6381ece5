using System.Globalization;

namespace SotopiaPi;

/// <summary>A named set of points to be benchmarked on. A task, as the papers count, is a situation; its characters vary over the points.</summary>
/// <param name="Name">The name, e.g. <c>hard</c>.</param>
/// <param name="Description">What the set is, for reports.</param>
/// <param name="Points">The points that the data hold.</param>
/// <param name="ExpectedTasks">The number of tasks of the whole set.</param>
/// <param name="ExpectedPoints">The number of points of the whole set.</param>
public sealed record BenchmarkTaskSet(string Name, string Description, IReadOnlyList<EvaluationPoint> Points, int ExpectedTasks, int ExpectedPoints)
{
    /// <summary>Gets the number of tasks that are present.</summary>
    public int Tasks => Points.Select(point => point.Task.Environment.Id).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Gets a value indicating whether the whole set is present, and nothing else.</summary>
    public bool IsComplete => Tasks == ExpectedTasks && Points.Count == ExpectedPoints;

    /// <summary>Gets what is present of the set: <c>14 of 14 tasks, 140 of 140 points</c>.</summary>
    public string Presence => string.Create(CultureInfo.InvariantCulture, $"{Tasks} of {ExpectedTasks} tasks, {Points.Count} of {ExpectedPoints} points");

    /// <summary>Keeps the points of the first tasks alone; what is expected stays.</summary>
    /// <param name="tasks">The number of tasks. At least 1.</param>
    /// <returns>The smaller set; this one when it has no more tasks.</returns>
    public BenchmarkTaskSet Limit(int tasks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        HashSet<string> kept = [.. Points.Select(point => point.Task.Environment.Id).Distinct(StringComparer.Ordinal).Take(tasks)];
        return this with { Points = [.. Points.Where(point => kept.Contains(point.Task.Environment.Id))] };
    }
}
