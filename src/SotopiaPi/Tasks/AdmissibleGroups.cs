namespace SotopiaPi;

/// <summary>The groups of characters that fit one situation, and the orders in which they may sit.</summary>
internal sealed class AdmissibleGroups
{
    private readonly EnvironmentProfile _environment;
    private readonly AgeConstraint? _ages;
    private readonly OccupationConstraint? _occupations;
    private readonly IReadOnlyList<IReadOnlyList<string>>? _ids;

    public AdmissibleGroups(EnvironmentProfile environment, ConstraintVariant constraints)
    {
        int seats = environment.Goals.Count;
        if (seats < 2)
        {
            throw new RecordFormatException("agent_goals", $"environment '{environment.Id}' has {seats} goals, wanted two or more: one for each seat");
        }

        _environment = environment;
        _ages = environment.AgeConstraint is { } ages ? AgeConstraint.Parse(ages) : null;
        if (constraints == ConstraintVariant.Full)
        {
            _occupations = environment.OccupationConstraint is { } occupations ? OccupationConstraint.Parse(occupations, seats) : null;
            _ids = environment.AgentConstraint;
        }
    }

    /// <summary>The groups in the order of the relationships (pairs) or of the characters (larger groups).</summary>
    public IEnumerable<AgentProfile[]> Of(IReadOnlyDictionary<string, AgentProfile> agents, IReadOnlyList<Relationship> relationships)
    {
        Relationship[] fitting = [.. relationships.Where(relationship => relationship.Type == _environment.Relationship && agents.ContainsKey(relationship.FirstAgentId) && agents.ContainsKey(relationship.SecondAgentId))];
        return _environment.Goals.Count == 2
            ? fitting.Select(pair => new[] { agents[pair.FirstAgentId], agents[pair.SecondAgentId] }).Where(Allows)
            : Circles(agents, fitting).Select(circle => Orders(circle).FirstOrDefault()).OfType<AgentProfile[]>();
    }

    /// <summary>All orders of a group that break no constraint, the given one first.</summary>
    public IEnumerable<AgentProfile[]> Orders(AgentProfile[] group) => Permutations(group, 0).Where(Allows);

    private bool Allows(AgentProfile[] seats) =>
        _ages?.Allows(seats) != false
        && _occupations?.Allows(seats) != false
        && (_ids is null || seats.Zip(_ids, (agent, allowed) => allowed.Count == 0 || allowed.Contains(agent.Id)).All(allowed => allowed));

    /// <summary>Sets of as many different characters as there are seats, each related to each other.</summary>
    private IEnumerable<AgentProfile[]> Circles(IReadOnlyDictionary<string, AgentProfile> agents, Relationship[] related)
    {
        HashSet<(string, string)> known = [.. related.SelectMany(pair => new[] { (pair.FirstAgentId, pair.SecondAgentId), (pair.SecondAgentId, pair.FirstAgentId) })];
        AgentProfile[] all = [.. related.SelectMany(pair => new[] { pair.FirstAgentId, pair.SecondAgentId }).Distinct().Order(StringComparer.Ordinal).Select(id => agents[id])];
        return Extend([], 0, all, known);
    }

    private IEnumerable<AgentProfile[]> Extend(AgentProfile[] circle, int from, AgentProfile[] all, HashSet<(string, string)> known)
    {
        if (circle.Length == _environment.Goals.Count)
        {
            yield return circle;
            yield break;
        }

        for (int next = from; next < all.Length; next++)
        {
            if (circle.All(member => known.Contains((member.Id, all[next].Id))))
            {
                foreach (AgentProfile[] larger in Extend([.. circle, all[next]], next + 1, all, known))
                {
                    yield return larger;
                }
            }
        }
    }

    private static IEnumerable<AgentProfile[]> Permutations(AgentProfile[] items, int fixedCount)
    {
        if (fixedCount >= items.Length - 1)
        {
            yield return items;
            yield break;
        }

        for (int i = fixedCount; i < items.Length; i++)
        {
            AgentProfile[] swapped = [.. items];
            (swapped[fixedCount], swapped[i]) = (swapped[i], swapped[fixedCount]);
            foreach (AgentProfile[] permutation in Permutations(swapped, fixedCount + 1))
            {
                yield return permutation;
            }
        }
    }
}
