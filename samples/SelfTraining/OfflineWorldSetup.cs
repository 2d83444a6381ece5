namespace SotopiaPi.Samples.SelfTraining;

/// <summary>The built-in world: scripted experts and partners, an outcome judge that is the truth, a talk judge that selects the data.</summary>
internal static class OfflineWorldSetup
{
    /// <summary>Six turns for each seat.</summary>
    private const int MaxTurns = 12;

    public static World Create(Arguments arguments, IEpisodeEvaluator? chatJudge)
    {
        Recipe recipe = arguments.Recipe;
        OutcomeJudge outcome = new();
        TalkJudge talk = new();
        string filterJudge = chatJudge?.Name ?? talk.Name;
        IReadOnlyList<Round> rounds = Arms.Rounds(recipe, filterJudge, outcome.Name, withExpert: true);
        int tasks = rounds.Select(round => round.Collection).DistinctBy(collection => collection.Name).Sum(collection => collection.Tasks);
        OfflineTaskSource heldOut = new(arguments.Seed, recipe.HeldOutTasks, tasks);
        OfflineAgentFactory scripted = new();
        Dictionary<string, ISocialAgentFactory> roles = new() { [Player.PartnerRole] = scripted };
        if (arguments.Expert is null)
        {
            roles[Player.ExpertRole] = scripted;
        }

        return new World
        {
            Recipe = recipe,
            Episodes = new EpisodeOptions { MaxTurns = MaxTurns },
            Training = new OfflineTaskSource(arguments.Seed, tasks),
            HeldOut = [.. Enumerable.Range(0, recipe.HeldOutTasks).Select(position => heldOut[position])],
            Scripted = roles,
            Judges = chatJudge is null ? [talk, outcome] : [talk, outcome, chatJudge],
            TrueJudge = outcome.Name,
            TalkJudge = chatJudge?.Name ?? talk.Name,
            FilterJudge = filterJudge,
            Rounds = rounds,
            Methods = Arms.Methods(rounds, withExpert: true),
            Notes = chatJudge is null ? [] : [$"The judge at {arguments.Judge!.Url} selected the training data; its scores stand where the talk judge's usually stand."],
        };
    }
}
