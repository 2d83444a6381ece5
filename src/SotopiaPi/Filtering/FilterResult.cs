namespace SotopiaPi;

/// <summary>What a filter decided.</summary>
/// <param name="Decisions">One decision for each input, in the same order.</param>
public sealed record FilterResult(IReadOnlyList<FilterDecision> Decisions)
{
    /// <summary>Gets the seats that were kept, in order.</summary>
    public IEnumerable<RatedSeat> Kept => Decisions.Where(decision => decision.Kept).Select(decision => decision.Seat);
}

/// <summary>The decision about one seat.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Kept">Whether it is kept.</param>
/// <param name="Reason">Why, in words for the report.</param>
public sealed record FilterDecision(RatedSeat Seat, bool Kept, string Reason)
{
    /// <summary>Gets the rule behind the reason, without the numbers of this seat: what a report counts.</summary>
    public string Rule { get; init; } = Reason;
}
