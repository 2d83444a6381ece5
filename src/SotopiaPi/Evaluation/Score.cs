namespace SotopiaPi;

/// <summary>A score, or why there is none. A failed rating is never a zero.</summary>
/// <param name="Value">The score; <see langword="null"/> when there is none.</param>
/// <param name="Reason">The judge's reason.</param>
/// <param name="Problem">Why there is no value; <see langword="null"/> when there is one.</param>
public sealed record Score(double? Value, string? Reason, RatingProblem? Problem)
{
    /// <summary>Makes a score with a value.</summary>
    /// <param name="value">The score.</param>
    /// <param name="reason">The judge's reason.</param>
    /// <returns>The score.</returns>
    public static Score Of(double value, string? reason = null) => new(value, reason, null);

    /// <summary>Makes the absence of a score.</summary>
    /// <param name="kind">A constant of <see cref="RatingProblem"/>.</param>
    /// <param name="message">What was found, what was wanted.</param>
    /// <param name="raw">The judge's text.</param>
    /// <returns>The absent score.</returns>
    public static Score Missing(string kind, string message, string? raw = null) => new(null, null, new RatingProblem(kind, message, raw));
}

/// <summary>Says why a score is missing.</summary>
/// <param name="Kind">One of the constants of this type.</param>
/// <param name="Message">What was found, what was wanted.</param>
/// <param name="Raw">The judge's text; <see langword="null"/> when there was none.</param>
public sealed record RatingProblem(string Kind, string Message, string? Raw)
{
    /// <summary>The judge's reply could not be read.</summary>
    public const string Parse = "parse";

    /// <summary>The reply lacks the dimension or the seat.</summary>
    public const string Absent = "absent";

    /// <summary>The score lies outside its range.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>The client failed.</summary>
    public const string Client = "client";

    /// <summary>This judge cannot rate the dimension from what it reads.</summary>
    public const string NotRated = "not_rated";
}
