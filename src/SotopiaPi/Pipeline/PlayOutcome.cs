namespace SotopiaPi;

/// <summary>What became of the plans of a stage.</summary>
/// <param name="Seats">One row for each rated seat and judge, in the order of the plans.</param>
/// <param name="Episodes">The keys of the episodes played, in the order of the plans.</param>
/// <param name="Failures">Why the other plans broke.</param>
/// <param name="Usage">The tokens used by each role and model.</param>
public sealed record PlayOutcome(IReadOnlyList<RatedSeat> Seats, IReadOnlyList<string> Episodes, IReadOnlyList<string> Failures, IReadOnlyList<UsageRow> Usage);
