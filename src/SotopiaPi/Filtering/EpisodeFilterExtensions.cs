namespace SotopiaPi;

/// <summary>Composes filters.</summary>
public static class EpisodeFilterExtensions
{
    /// <summary>Lets a second filter decide about what the first keeps.</summary>
    /// <param name="first">The first filter.</param>
    /// <param name="second">The second filter; it sees the kept seats alone.</param>
    /// <returns>The composed filter. A seat that the first drops has the first's reason.</returns>
    public static IEpisodeFilter Then(this IEpisodeFilter first, IEpisodeFilter second) => new SequentialFilter(first, second);

    /// <summary>Lets only some seats compete; the others are dropped.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="accepts">Says which seats compete, e.g. <c>seat => seat.Role == "agent"</c>.</param>
    /// <param name="reason">Why the others are dropped.</param>
    /// <returns>The composed filter.</returns>
    public static IEpisodeFilter Among(this IEpisodeFilter filter, Func<RatedSeat, bool> accepts, string reason) =>
        new SequentialFilter(new PredicateFilter(accepts, reason), filter);

    /// <summary>Evens out the seats: of what the filter keeps, each seat index of an environment keeps as many records as the one that has the fewest, the best first. An environment with records of one seat alone keeps none.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>The composed filter.</returns>
    public static IEpisodeFilter Balanced(this IEpisodeFilter filter) => new SequentialFilter(filter, new BalancedFilter());
}
