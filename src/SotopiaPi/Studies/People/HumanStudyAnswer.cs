namespace SotopiaPi;

/// <summary>A rater's complete answer to an item.</summary>
/// <param name="Rater">The rater.</param>
/// <param name="Round">The round in which it was asked.</param>
/// <param name="Item">The id of the item.</param>
/// <param name="Marks">The score and reason for each seat and dimension.</param>
/// <param name="Seconds">How long it took; 0 when not known.</param>
public sealed record HumanStudyAnswer(string Rater, int Round, string Item, IReadOnlyList<HumanStudyMark> Marks, double Seconds)
{
    /// <summary>Finds a score.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="dimension">The dimension.</param>
    /// <returns>The score; <see langword="null"/> when the answer has none.</returns>
    public int? ScoreOf(Seat seat, SocialDimension dimension) => Marks.FirstOrDefault(mark => mark.Seat == seat && mark.Dimension == dimension)?.Score;
}

/// <summary>A score that a rater gave.</summary>
/// <param name="Seat">Whom it is for.</param>
/// <param name="Dimension">The dimension.</param>
/// <param name="Score">A whole number in the dimension's range.</param>
/// <param name="Reason">Why, in the rater's words.</param>
public sealed record HumanStudyMark(Seat Seat, SocialDimension Dimension, int Score, string Reason);

/// <summary>Says why something in the returned files does not count.</summary>
/// <param name="File">The file.</param>
/// <param name="Rater">The rater; empty when not known.</param>
/// <param name="Item">The item; empty when the whole file is meant.</param>
/// <param name="Kind">One of the constants of this type.</param>
/// <param name="Message">What was found, what was wanted.</param>
public sealed record HumanStudyProblem(string File, string Rater, string Item, string Kind, string Message)
{
    /// <summary>The file cannot be read, or belongs to another study.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The item was not given to this rater.</summary>
    public const string NotAssigned = "not_assigned";

    /// <summary>The rater answered the item twice; the first answer counts.</summary>
    public const string Doubled = "doubled";

    /// <summary>Scores or reasons are missing.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>A score is not a whole number of the scale.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>The time was over before the answer was complete.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>An attention check was failed: the rater's answers of this round are set aside.</summary>
    public const string Inattentive = "inattentive";
}
