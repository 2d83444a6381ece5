namespace SotopiaPi;

/// <summary>Resolves what rounds say of one another: start adapters, and which tasks each collection gets.</summary>
internal sealed class RoundSchedule
{
    private readonly IReadOnlyList<Round> _rounds;
    private readonly Dictionary<string, (int Skip, int Take)> _tasks = [];

    public RoundSchedule(IReadOnlyList<Round> rounds)
    {
        _rounds = rounds;
        int offset = 0;
        HashSet<string> names = [];
        foreach (Round round in rounds)
        {
            if (!names.Add(round.Name))
            {
                throw new ArgumentException($"Two rounds are named '{round.Name}': give each its own name.", nameof(rounds));
            }

            RequireEarlier(round, round.ReplayFrom, nameof(Round.ReplayFrom), names);
            RequireEarlier(round, round.Start.Round, nameof(Round.Start), names);
            RequireEarlier(round, round.Collection.PlaysWith.Round, nameof(CollectionPlan.PlaysWith), names);
            if (_tasks.TryAdd(round.Collection.Name, (offset, round.Collection.Tasks)))
            {
                offset += round.Collection.Tasks;
            }
        }

        TaskCount = offset;
    }

    /// <summary>Gets the number of tasks that all collections need together.</summary>
    public int TaskCount { get; }

    public (int Skip, int Take) TasksOf(CollectionPlan collection) => _tasks[collection.Name];

    /// <summary>Gives the name of the adapter, or null for the base model.</summary>
    public string? Adapter(Round round, RoundStart start)
    {
        if (start.Round is { } named)
        {
            return named.Length == 0 ? null : named;
        }

        int index = _rounds.TakeWhile(other => other.Name != round.Name).Count();
        return index == 0 ? null : _rounds[index - 1].Name;
    }

    private static void RequireEarlier(Round round, string? name, string property, HashSet<string> earlier)
    {
        if (!string.IsNullOrEmpty(name) && (name == round.Name || !earlier.Contains(name)))
        {
            throw new ArgumentException($"Round '{round.Name}' names '{name}' in {property}, but no earlier round has that name. Earlier: {string.Join(", ", earlier.Where(other => other != round.Name))}.");
        }
    }
}
