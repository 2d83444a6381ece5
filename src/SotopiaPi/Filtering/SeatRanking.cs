namespace SotopiaPi;

/// <summary>The order in which seats are preferred: by a dimension, ties by the overall score, then by their place in the input.</summary>
internal sealed class SeatRanking
{
    private readonly IReadOnlyList<RatedSeat> _seats;
    private readonly double?[] _values;

    /// <summary>Reads the values once. A dimension of null ranks by the overall score alone.</summary>
    public SeatRanking(IReadOnlyList<RatedSeat> seats, SocialDimension? dimension)
    {
        ArgumentNullException.ThrowIfNull(seats);
        _seats = seats;
        _values = [.. seats.Select(seat => dimension is { } rated ? seat.ValueOf(rated) : seat.Overall.Mean)];
        Name = dimension?.Name ?? "overall score";
    }

    /// <summary>What is ranked by, for reasons.</summary>
    public string Name { get; }

    public double ValueOf(int index) => _values[index] ?? throw new InvalidOperationException($"Seat {index} is not rated.");

    /// <summary>The indices of the rated seats of each group, best first.</summary>
    public IEnumerable<int[]> Groups(SeatGrouping grouping) =>
        from index in Rated()
        group index by KeyOf(_seats[index], grouping) into members
        select Best(members);

    /// <summary>The indices of the rated seats.</summary>
    public IEnumerable<int> Rated() => Enumerable.Range(0, _seats.Count).Where(index => _values[index] is not null);

    public int[] Best(IEnumerable<int> indices) =>
        [.. indices.OrderByDescending(index => _values[index]).ThenByDescending(index => _seats[index].Overall.Mean).ThenBy(index => index)];

    /// <summary>The decisions that drop every unrated seat with the judge's problem; the others are still open.</summary>
    public FilterDecision?[] DropUnrated() => [.. Enumerable.Range(0, _seats.Count).Select(index => _values[index] is null ? Unrated(_seats[index]) : null)];

    private FilterDecision Unrated(RatedSeat seat)
    {
        string? problem = seat.Scores.Where(pair => pair.Key.Name == Name).Select(pair => pair.Value.Problem?.Message).FirstOrDefault();
        return new FilterDecision(seat, false, $"not rated ({Name}): {problem ?? "the judge gave no score"}") { Rule = $"not rated ({Name})" };
    }

    private static (string Environment, int Seat) KeyOf(RatedSeat seat, SeatGrouping grouping) => grouping switch
    {
        SeatGrouping.EnvironmentAndSeat => (seat.EnvironmentId, seat.Seat.Index),
        SeatGrouping.Environment => (seat.EnvironmentId, -1),
        SeatGrouping.All => ("", -1),
        _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "The grouping is unknown."),
    };
}
