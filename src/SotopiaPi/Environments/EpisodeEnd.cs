namespace SotopiaPi;

/// <summary>Says why an episode ended.</summary>
/// <param name="Reason">The kind of end.</param>
/// <param name="Text">The words for people.</param>
public sealed record EpisodeEnd(EndReason Reason, string Text);

/// <summary>A kind of end. An open set: an environment may add its own.</summary>
/// <param name="Name">The name, e.g. <c>left</c>.</param>
public readonly record struct EndReason(string Name)
{
    /// <summary>Gets "the limit of turns was reached".</summary>
    public static EndReason TurnLimit { get; } = new("turn_limit");

    /// <summary>Gets "a seat left".</summary>
    public static EndReason Left { get; } = new("left");

    /// <summary>Gets "nobody did anything for too long".</summary>
    public static EndReason Stale { get; } = new("stale");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
