using System.Globalization;
using MathNet.Numerics.Random;

namespace SotopiaPi;

/// <summary>Draws a small part of a set that is as hard for a reference player as the whole: what people can rate.</summary>
public static class RepresentativeDraw
{
    /// <summary>The name of the set that is drawn.</summary>
    public const string Name = "representative";

    /// <summary>Draws points of each task, all anew, until their mean reference score is near the target: the rule by which the paper chose its 28 points (arXiv:2403.08715 §4). Which points these were is not published, so the part drawn here is never the paper's own.</summary>
    /// <param name="set">The whole set, e.g. <see cref="BenchmarkTaskSets.Hard"/>.</param>
    /// <param name="reference">The reference player's goal score on every point.</param>
    /// <param name="options">Seed, number of points, target; <see langword="null"/> for the defaults.</param>
    /// <returns>The part; equal arguments give equal parts.</returns>
    /// <exception cref="InvalidOperationException">A point has no reference score, a task has too few points, or no draw came near the target.</exception>
    public static BenchmarkTaskSet Of(BenchmarkTaskSet set, ReferenceScores reference, RepresentativeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new RepresentativeOptions();
        Rated[][] tasks = [.. set.Points.Select(point => Rate(point, set, reference)).GroupBy(rated => rated.Point.Task.Environment.Id, StringComparer.Ordinal).Select(group => group.ToArray())];
        if (Array.Find(tasks, task => task.Length < options.PointsPerTask) is { } small)
        {
            throw new InvalidOperationException($"Task '{small[0].Point.Task.Environment.Id}' of the set '{set.Name}' has {small.Length} points, but {options.PointsPerTask} of each task are to be drawn: draw fewer.");
        }

        double target = options.Target ?? tasks.SelectMany(task => task).Average(rated => rated.Goal);
        Rated[] drawn = Draw(tasks, target, options) ?? throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"None of {options.MaxDraws} draws of {options.PointsPerTask} points a task has a mean reference goal within {options.Tolerance} of {target:F2}: give another target or a wider tolerance."));
        string description = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.PointsPerTask} points of each task of '{set.Name}', drawn with seed {options.Seed} so that the mean goal of {reference.Name} on them ({drawn.Average(rated => rated.Goal):F2}) is within {options.Tolerance} of {target:F2}: the paper's rule, not the paper's own points");
        return new BenchmarkTaskSet(Name, description, [.. drawn.Select(rated => rated.Point)], set.ExpectedTasks, set.ExpectedTasks * options.PointsPerTask);
    }

    private static Rated Rate(EvaluationPoint point, BenchmarkTaskSet set, ReferenceScores reference) =>
        reference.Goals.TryGetValue((point.Task.Key, point.Seat), out double goal)
            ? new Rated(point, goal)
            : throw new InvalidOperationException(
                $"The reference scores of {reference.Name} hold {set.Points.Count(other => reference.Goals.ContainsKey((other.Task.Key, other.Seat)))} of the {set.Points.Count} points of the set '{set.Name}': a draw needs all of them. Benchmark the reference player on '{set.Name}' first.");

    private static Rated[]? Draw(Rated[][] tasks, double target, RepresentativeOptions options)
    {
        Xoshiro256StarStar random = new(unchecked((int)StableKey.Seed(["representative", options.Seed.ToString(CultureInfo.InvariantCulture)])), threadSafe: false);
        Rated[] drawn = new Rated[tasks.Length * options.PointsPerTask];
        for (int draw = 0; draw < options.MaxDraws; draw++)
        {
            for (int task = 0; task < tasks.Length; task++)
            {
                Rated[] points = tasks[task];
                for (int place = 0; place < options.PointsPerTask; place++)
                {
                    int chosen = random.Next(place, points.Length);
                    (points[place], points[chosen]) = (points[chosen], points[place]);
                    drawn[(task * options.PointsPerTask) + place] = points[place];
                }
            }

            if (Math.Abs(drawn.Average(rated => rated.Goal) - target) <= options.Tolerance)
            {
                return drawn;
            }
        }

        return null;
    }

    private readonly record struct Rated(EvaluationPoint Point, double Goal);
}
