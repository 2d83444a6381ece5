namespace SotopiaPi.Samples.SelfTraining;

/// <summary>The rounds of the comparison, and the methods that are evaluated afterwards.</summary>
internal static class Arms
{
    public const string TopTwo = "top-2";

    /// <summary>The main rounds, filtered by <paramref name="judge"/>, and the control rounds, filtered by <paramref name="controlJudge"/>.</summary>
    public static IReadOnlyList<Round> Rounds(Recipe recipe, string judge, string? controlJudge, bool withExpert)
    {
        CollectionPlan expertPlay = CollectionPlan.ExpertPlay with { Tasks = recipe.CloningTasks, EpisodesPerTask = recipe.EpisodesPerTask };
        CollectionPlan basePlay = new("base-play", CollectionPlan.PartnerPlay.Seatings) { Tasks = recipe.ReinforcementTasks, EpisodesPerTask = recipe.EpisodesPerTask, PlaysWith = RoundStart.Base };
        Round reinforcement = new("sr", basePlay) { Start = RoundStart.Base, Judge = judge, Filter = TopTwo, MaxSteps = recipe.ReinforcementSteps };
        if (!withExpert)
        {
            return [reinforcement];
        }

        List<Round> rounds =
        [
            new("bc", expertPlay) { Start = RoundStart.Base, Judge = judge, Filter = TopTwo, MaxSteps = recipe.CloningSteps },
            reinforcement,
            .. After("bc", "bc+sr", judge),
            new("bc-continued", expertPlay) { Start = RoundStart.After("bc"), Judge = judge, Filter = TopTwo, MaxSteps = recipe.ContinuedSteps },
        ];
        if (controlJudge is not null)
        {
            rounds.Add(new Round("control-bc", expertPlay) { Start = RoundStart.Base, Judge = controlJudge, Filter = TopTwo, MaxSteps = recipe.CloningSteps });
            rounds.AddRange(After("control-bc", "control-bc+sr", controlJudge));
        }

        return rounds;

        IEnumerable<Round> After(string cloning, string name, string filteredBy)
        {
            CollectionPlan play = new(cloning + "-play", CollectionPlan.PartnerPlay.Seatings) { Tasks = recipe.ReinforcementTasks, EpisodesPerTask = recipe.EpisodesPerTask, PlaysWith = RoundStart.After(cloning) };
            yield return new Round(name, play) { Start = RoundStart.After(cloning), Judge = filteredBy, Filter = TopTwo, MaxSteps = recipe.ContinuedSteps, ReplayFrom = cloning, ReplaySeats = recipe.ReplaySeats };
        }
    }

    /// <summary>The methods to evaluate: the base model, every round's adapter, and the expert.</summary>
    public static IReadOnlyList<Method> Methods(IEnumerable<Round> rounds, bool withExpert)
    {
        string[] order = ["sr", "bc", "bc+sr", "bc-continued", "control-bc", "control-bc+sr"];
        string[] trained = [.. rounds.Select(round => round.Name).OrderBy(name => Array.IndexOf(order, name))];
        List<Method> methods = [new("base", new Player(Player.AgentRole, new ModelRef(Player.AgentRole)))];
        methods.AddRange(trained.Select(name => new Method(name, new Player(Player.AgentRole, new ModelRef(Player.AgentRole, name)))));
        if (withExpert)
        {
            methods.Add(new Method("expert", Player.Expert));
        }

        return methods;
    }
}

/// <summary>Something to evaluate.</summary>
internal sealed record Method(string Name, Player Player)
{
    public bool IsControl => Name.StartsWith("control-", StringComparison.Ordinal);

    public bool IsModel => Player.Model is not null;
}
