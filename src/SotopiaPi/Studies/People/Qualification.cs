using System.Globalization;

namespace SotopiaPi;

/// <summary>The result of a rater's trial (arXiv:2403.08715 §E).</summary>
/// <param name="Rater">The rater.</param>
/// <param name="Item">The item of the trial.</param>
/// <param name="Distant">The scores that are further than allowed from the gold score, for a look at their reasons.</param>
public sealed record Qualification(string Rater, string Item, IReadOnlyList<DistantScore> Distant)
{
    /// <summary>The distance from the gold score that passes.</summary>
    public const double Tolerance = 2;

    /// <summary>Gets a value indicating whether every score lies within the tolerance.</summary>
    public bool Passed => Distant.Count == 0;

    /// <summary>Compares trials with gold scores.</summary>
    /// <param name="answers">The answers of the trial round.</param>
    /// <param name="gold">For each item the gold scores of each seat, e.g. the means of people of one's own (<see cref="HumanRatings"/>).</param>
    /// <returns>One row for each answer, in order.</returns>
    /// <exception cref="ArgumentException">An item has no gold scores.</exception>
    public static IReadOnlyList<Qualification> Of(IReadOnlyList<HumanStudyAnswer> answers, IReadOnlyDictionary<string, EpisodeRating> gold)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(gold);
        return [.. answers.Select(answer => new Qualification(answer.Rater, answer.Item, [.. Far(answer, gold)]))];
    }

    private static IEnumerable<DistantScore> Far(HumanStudyAnswer answer, IReadOnlyDictionary<string, EpisodeRating> gold)
    {
        EpisodeRating rating = gold.GetValueOrDefault(answer.Item)
            ?? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The trial item '{answer.Item}' has no gold scores; there are some for {gold.Count} items: rate it yourselves first."), nameof(gold));
        return from mark in answer.Marks
               let right = rating.Scores.GetValueOrDefault(mark.Seat)?.GetValueOrDefault(mark.Dimension)?.Value
               where right is not null && Math.Abs(mark.Score - right.Value) > Tolerance
               select new DistantScore(mark.Seat, mark.Dimension.Name, mark.Score, right.Value, mark.Reason);
    }
}

/// <summary>A score far from the gold score.</summary>
/// <param name="Seat">Whom it is for.</param>
/// <param name="Dimension">The name of the dimension.</param>
/// <param name="Score">The rater's score.</param>
/// <param name="Gold">The gold score.</param>
/// <param name="Reason">The rater's reason, to be looked at by a person.</param>
public sealed record DistantScore(Seat Seat, string Dimension, int Score, double Gold, string Reason);
