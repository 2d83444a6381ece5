namespace SotopiaPi;

/// <summary>How far a run is.</summary>
/// <param name="Unit">What is being done: the name of a round, a collection or an evaluation.</param>
/// <param name="Stage">The stage: <c>play</c>, <c>train</c> …</param>
/// <param name="Done">The finished items of the stage.</param>
/// <param name="Total">All items of the stage.</param>
public sealed record PipelineProgress(string Unit, string Stage, int Done, int Total)
{
    /// <summary>Gets the estimated time left in this stage; <see langword="null"/> when it cannot be told yet.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Gets the money spent by the run so far; <see langword="null"/> when nobody counts or nothing has a price.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets a figure worth showing, e.g. <c>loss 0.412</c>; empty when there is none.</summary>
    public string Detail { get; init; } = "";
}
