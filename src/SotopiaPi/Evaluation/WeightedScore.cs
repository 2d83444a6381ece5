namespace SotopiaPi;

/// <summary>Several dimensions mixed into one number from 0 to 1: each is mapped to 0…1 by its lowest and highest score, then averaged by weight (Sotopia-RL, arXiv:2508.03905).</summary>
public sealed class WeightedScore
{
    private readonly (SocialDimension Dimension, double Weight, double Low, double High)[] _parts;

    /// <summary>Makes a mixture whose dimensions are mapped by their ranges.</summary>
    /// <param name="weights">The weights; none negative, their sum above 0.</param>
    /// <exception cref="ArgumentException">There is no weight above 0, a negative one, or a dimension without bounds.</exception>
    public WeightedScore(IReadOnlyDictionary<SocialDimension, double> weights)
        : this([.. Checked(weights).Select(pair => (pair.Key, pair.Value, pair.Key.Minimum, pair.Key.Maximum))])
    {
        if (_parts.FirstOrDefault(part => !double.IsFinite(part.Low) || !double.IsFinite(part.High)) is { Weight: > 0 } unbounded)
        {
            throw new ArgumentException($"The dimension '{unbounded.Dimension}' has no bounds to map it by: give it some, or use {nameof(Fit)}.", nameof(weights));
        }
    }

    private WeightedScore((SocialDimension, double, double, double)[] parts)
    {
        _parts = parts;
    }

    /// <summary>Gets the mixture of Sotopia-RL: relationship, knowledge and goal, 1 : 1 : 1. Fit it to the data, as the paper does.</summary>
    public static IReadOnlyDictionary<SocialDimension, double> SotopiaRlWeights { get; } = new Dictionary<SocialDimension, double>
    {
        [SocialDimension.Relationship] = 1,
        [SocialDimension.Knowledge] = 1,
        [SocialDimension.Goal] = 1,
    };

    /// <summary>Makes a mixture whose dimensions are mapped by the lowest and highest score in some data.</summary>
    /// <param name="weights">The weights; none negative, their sum above 0.</param>
    /// <param name="data">The data; missing scores do not count.</param>
    /// <returns>The mixture. A dimension that does not vary in the data counts as 0.5.</returns>
    /// <exception cref="ArgumentException">There is no weight above 0, a negative one, or a dimension that nothing in the data is rated on.</exception>
    public static WeightedScore Fit(IReadOnlyDictionary<SocialDimension, double> weights, IEnumerable<RatedSeat> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RatedSeat[] seats = [.. data];
        return new WeightedScore([.. Checked(weights).Select(pair => Range(pair.Key, pair.Value, seats))]);
    }

    /// <summary>Mixes the scores of a seat.</summary>
    /// <param name="scores">The scores.</param>
    /// <returns>From 0 to 1 for scores within the mapped ranges; <see langword="null"/> when a dimension with weight is missing.</returns>
    public double? Of(IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double sum = 0;
        foreach ((SocialDimension dimension, double weight, double low, double high) in _parts)
        {
            if (scores.GetValueOrDefault(dimension)?.Value is not { } value)
            {
                return null;
            }

            sum += weight * (high > low ? (value - low) / (high - low) : 0.5);
        }

        return sum / _parts.Sum(part => part.Weight);
    }

    /// <summary>Adds the mixture to a seat's scores as a dimension of its own, so that filters can rank by it.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="dimension">The dimension to add.</param>
    /// <returns>The seat with one more score.</returns>
    public RatedSeat AddTo(RatedSeat seat, SocialDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(seat);
        Score score = Of(seat.Scores) is { } value ? Score.Of(value) : Score.Missing(RatingProblem.Absent, $"a dimension that {dimension} is mixed of is missing");
        return seat with { Scores = new Dictionary<SocialDimension, Score>(seat.Scores) { [dimension] = score } };
    }

    private static (SocialDimension, double, double, double) Range(SocialDimension dimension, double weight, RatedSeat[] seats)
    {
        double[] values = [.. seats.Select(seat => seat.ValueOf(dimension)).OfType<double>()];
        return values.Length == 0
            ? throw new ArgumentException($"None of the {seats.Length} seats is rated on '{dimension}': drop the dimension, or give data that have it.", nameof(seats))
            : (dimension, weight, values.Min(), values.Max());
    }

    private static IEnumerable<KeyValuePair<SocialDimension, double>> Checked(IReadOnlyDictionary<SocialDimension, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Values.All(weight => weight >= 0) && weights.Values.Any(weight => weight > 0)
            ? weights.Where(pair => pair.Value > 0)
            : throw new ArgumentException($"The weights are {string.Join(", ", weights.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")))}: give at least one above 0 and none below.", nameof(weights));
    }
}
