namespace SotopiaPi;

/// <summary>An adapter that a round saved.</summary>
/// <param name="Adapter">Its name, a folder of the run's <c>adapters</c>.</param>
/// <param name="Epoch">The epochs trained when it was saved.</param>
/// <param name="Step">The optimizer steps taken when it was saved.</param>
/// <param name="ValidationLoss">The loss on held-out examples; <see langword="null"/> without any.</param>
/// <param name="Chosen">Whether the round goes on with it.</param>
public sealed record CheckpointReport(string Adapter, double Epoch, int Step, double? ValidationLoss, bool Chosen)
{
    /// <summary>Gets its means on the held-out tasks; empty when it was not evaluated.</summary>
    public IReadOnlyList<DimensionMean> Scores { get; init; } = [];
}

/// <summary>What a judge gave on a dimension.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Dimension">The dimension's name.</param>
/// <param name="Score">The mean with its interval and counts.</param>
public sealed record DimensionMean(string Judge, string Dimension, MeanEstimate Score)
{
    /// <summary>Averages rated seats.</summary>
    /// <param name="seats">The seats.</param>
    /// <returns>One mean for each judge and dimension, in the order of first appearance.</returns>
    public static IReadOnlyList<DimensionMean> Of(IEnumerable<RatedSeat> seats) =>
    [
        .. from seat in seats
           from score in seat.Scores
           group score.Value.Value by (seat.Judge, score.Key) into values
           select new DimensionMean(values.Key.Judge, values.Key.Key.Name, MeanEstimate.Of(values)),
    ];
}
