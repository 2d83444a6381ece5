using System.Globalization;

namespace SotopiaPi;

/// <summary>Finds the pairs of characters that fit a situation (sotopia-lab/sotopia: <c>ConstraintBasedSampler</c>): the relationship is exactly that of the situation, and both ages are allowed.</summary>
/// <remarks>Like the reference it does not look at occupations and named characters. Without an age constraint every age is allowed; the reference refuses such a situation.</remarks>
public static class ConstraintSampler
{
    /// <summary>Lists the pairs that fit, in the order of the relationships; the first character of a pair takes seat 0.</summary>
    /// <param name="environment">The situation; it must have two goals.</param>
    /// <param name="relationships">The relationships to choose from.</param>
    /// <param name="agents">The characters by id; a relationship that names another is passed over.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="RecordFormatException">The age constraint cannot be read.</exception>
    public static IReadOnlyList<(AgentProfile First, AgentProfile Second)> Admissible(
        EnvironmentProfile environment, IEnumerable<Relationship> relationships, IReadOnlyDictionary<string, AgentProfile> agents)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(relationships);
        ArgumentNullException.ThrowIfNull(agents);
        AgeConstraint? ages = environment.AgeConstraint is { } text ? AgeConstraint.Parse(text) : null;
        List<(AgentProfile, AgentProfile)> pairs = [];
        foreach (Relationship relationship in relationships)
        {
            if (relationship.Type == environment.Relationship
                && agents.TryGetValue(relationship.FirstAgentId, out AgentProfile? first)
                && agents.TryGetValue(relationship.SecondAgentId, out AgentProfile? second)
                && (ages is null || ages.Allows(first, second)))
            {
                pairs.Add((first, second));
            }
        }

        return pairs;
    }

    /// <summary>Draws different pairs.</summary>
    /// <param name="environment">The situation.</param>
    /// <param name="pairs">The pairs that fit.</param>
    /// <param name="count">How many to draw; all when there are fewer.</param>
    /// <param name="seed">The seed; the draw follows from it and the situation's id.</param>
    /// <returns>The pairs drawn.</returns>
    public static IReadOnlyList<(AgentProfile First, AgentProfile Second)> Draw(
        EnvironmentProfile environment, IReadOnlyList<(AgentProfile First, AgentProfile Second)> pairs, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        string text = seed.ToString(CultureInfo.InvariantCulture);
        return [.. pairs.OrderBy(pair => StableKey.Of(["pair", text, environment.Id, pair.First.Id, pair.Second.Id]), StringComparer.Ordinal).Take(count)];
    }
}
