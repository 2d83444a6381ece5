namespace SotopiaPi;

/// <summary>Makes the task sets of the papers and of <c>sotopia benchmark</c> from tasks in the published format.</summary>
public static class BenchmarkTaskSets
{
    /// <summary>The name of <see cref="All"/>.</summary>
    public const string AllName = "all";

    /// <summary>The name of <see cref="Hard"/>.</summary>
    public const string HardName = "hard";

    /// <summary>The name of <see cref="HardItems"/>.</summary>
    public const string HardItemsName = "hard-items";

    /// <summary>The name of <see cref="Full"/>.</summary>
    public const string FullName = "full";

    /// <summary>The name of <see cref="Cooperative"/>.</summary>
    public const string CooperativeName = "cooperative";

    /// <summary>The name of <see cref="Competitive"/>.</summary>
    public const string CompetitiveName = "competitive";

    /// <summary>The name of the list of environments and sides that <see cref="HardItems"/> needs.</summary>
    public const string HardListName = "hard_env_set";

    private const int SotopiaTasks = 90;
    private const int HardTaskCount = 14;
    private const int GroupsPerTask = 5;
    private const int Sides = 2;
    private const int HardItemCount = 20;

    /// <summary>Makes the papers' "all": every situation with two pairs of characters, the subject in the first seat with the first pair and in the second with the second: 90 tasks, 180 points (arXiv:2403.08715 §4).</summary>
    /// <param name="tasks">The tasks, several of one situation in the order of the data.</param>
    /// <returns>The set. A situation with fewer groups of characters than seats uses them again; one with n seats gives n points.</returns>
    /// <exception cref="InvalidOperationException">There is no task.</exception>
    public static BenchmarkTaskSet All(IEnumerable<SocialTask> tasks)
    {
        IEnumerable<EvaluationPoint> points = ByScenario(tasks).SelectMany(group => group[0].Seats.Select(seat => new EvaluationPoint(group[seat.Index % group.Length], seat)));
        return Checked(AllName, "every situation with two pairs of characters, one for each position", [.. points], SotopiaTasks, SotopiaTasks * Sides, "any situation");
    }

    /// <summary>Makes the 900 points of <c>sotopia benchmark</c>: every situation with every group of characters, from every seat.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidOperationException">There is no task.</exception>
    public static BenchmarkTaskSet Full(IEnumerable<SocialTask> tasks) =>
        Checked(FullName, "every situation with every pair of characters, both positions", Everything(tasks, _ => true), SotopiaTasks, SotopiaTasks * GroupsPerTask * Sides, "any situation");

    /// <summary>Makes SOTOPIA-hard as the papers measure it: 14 situations, five pairs of characters, both positions, 140 points (arXiv:2403.08715 §4).</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidOperationException">None of the 14 situations is among the tasks.</exception>
    public static BenchmarkTaskSet Hard(IEnumerable<SocialTask> tasks) => Checked(
        HardName,
        "the 14 hard situations with every pair of characters, both positions",
        Everything(tasks, environment => HardScenarios.Ids.Contains(environment.Id)),
        HardTaskCount,
        HardTaskCount * GroupsPerTask * Sides,
        "one of the 14 hard situations, whose ids begin with 01H7VF");

    /// <summary>Makes SOTOPIA-hard as <c>sotopia benchmark</c> plays it: 20 items, each a situation and the subject's side, with every pair of characters: 100 points.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="lists">The lists of environments that come with the tasks.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidOperationException">There is no list <c>hard_env_set</c> with sides, or none of its situations is among the tasks.</exception>
    public static BenchmarkTaskSet HardItems(IEnumerable<SocialTask> tasks, IEnumerable<EnvironmentList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        EnvironmentList list = lists.FirstOrDefault(list => list.Name == HardListName && list.AgentIndex is not null) ?? throw new InvalidOperationException(
            $"The set '{HardItemsName}' needs the EnvironmentList '{HardListName}', which says the side of each of its {HardItemCount} items; the data hold no such list. Put it beside the tasks as EnvironmentList/ID.json or environment_lists.jsonl (it is a record of the reference's database), or take the set '{HardName}', which has both sides of all {HardTaskCount} situations.");
        Dictionary<string, SocialTask[]> byId = ByScenario(tasks).ToDictionary(group => group[0].Environment.Id, StringComparer.Ordinal);
        IEnumerable<EvaluationPoint> points =
            from item in list.EnvironmentIds.Zip(list.AgentIndex!)
            where byId.ContainsKey(item.First)
            let seat = SideOf(item.First, item.Second)
            from task in byId[item.First]
            select new EvaluationPoint(task, seat);
        return Checked(HardItemsName, $"the items of the list {HardListName}, each from its one side", [.. points], HardTaskCount, HardItemCount * GroupsPerTask, "a situation of the list");
    }

    /// <summary>Makes the cooperative situations of <c>sotopia benchmark</c>: those whose code name contains <c>mutual</c>, both positions.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidOperationException">There is no such situation.</exception>
    public static BenchmarkTaskSet Cooperative(IEnumerable<SocialTask> tasks) => ByCodename(CooperativeName, "mutual", tasks);

    /// <summary>Makes the competitive situations of <c>sotopia benchmark</c>: those whose code name contains <c>craigslist</c>, both positions.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidOperationException">There is no such situation.</exception>
    public static BenchmarkTaskSet Competitive(IEnumerable<SocialTask> tasks) => ByCodename(CompetitiveName, "craigslist", tasks);

    /// <summary>Makes a set of one's own: every task from every seat.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="description">What the set is, for reports.</param>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The set; what is expected is what is there.</returns>
    /// <exception cref="InvalidOperationException">There is no task.</exception>
    public static BenchmarkTaskSet Own(string name, string description, IEnumerable<SocialTask> tasks)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Whole(name, description, Everything(tasks, _ => true), "any task");
    }

    private static BenchmarkTaskSet ByCodename(string name, string word, IEnumerable<SocialTask> tasks)
    {
        IReadOnlyList<EvaluationPoint> points = Everything(tasks, environment => environment.Codename.Contains(word, StringComparison.Ordinal));
        return Whole(name, $"situations whose code name contains '{word}', every pair of characters, both positions", points, $"a situation whose code name contains '{word}'");
    }

    private static BenchmarkTaskSet Whole(string name, string description, IReadOnlyList<EvaluationPoint> points, string wanted) =>
        Checked(name, description, points, points.Select(point => point.Task.Environment.Id).Distinct(StringComparer.Ordinal).Count(), points.Count, wanted);

    private static IReadOnlyList<EvaluationPoint> Everything(IEnumerable<SocialTask> tasks, Func<EnvironmentProfile, bool> wanted) =>
        [.. EvaluationPoint.EverySeat(ByScenario(tasks).Where(group => wanted(group[0].Environment)).SelectMany(group => group))];

    private static IEnumerable<SocialTask[]> ByScenario(IEnumerable<SocialTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return tasks.GroupBy(task => task.Environment.Id, StringComparer.Ordinal).Select(group => group.ToArray());
    }

    private static Seat SideOf(string environment, string index) => index switch
    {
        "0" => new Seat(0),
        "1" => new Seat(1),
        _ => throw new InvalidOperationException($"The list '{HardListName}' gives environment '{environment}' the side '{index}': wanted 0 or 1. Repair the list."),
    };

    private static BenchmarkTaskSet Checked(string name, string description, IReadOnlyList<EvaluationPoint> points, int tasks, int expected, string wanted) => points.Count > 0
        ? new BenchmarkTaskSet(name, description, points, tasks, expected)
        : throw new InvalidOperationException($"The data have no task of the set '{name}': wanted {wanted}. Name a folder with the published SOTOPIA tasks, or another set.");
}
