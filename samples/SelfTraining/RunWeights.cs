namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Roughly how long each stage takes, relative to the others: from runs of the full recipe on two cores. Only the time left depends on it.</summary>
internal static class RunWeights
{
    private const double SecondsPerEpisode = 0.006;
    private const double SecondsPerStep = 0.35;

    public static IReadOnlyDictionary<(string Unit, string Stage), double> Of(Recipe recipe, IReadOnlyList<Round> rounds, IReadOnlyList<Method> methods)
    {
        Dictionary<(string, string), double> weights = [];
        HashSet<string> collections = [];
        foreach (Round round in rounds)
        {
            bool played = collections.Add(round.Collection.Name) && round.Collection.Name != CollectionPlan.ExpertPlay.Name;
            weights[(round.Name, "play")] = played ? round.Collection.Tasks * round.Collection.EpisodesPerTask * round.Collection.Seatings.Count * SecondsPerEpisode : 0.5;
            weights[(round.Name, "train")] = (round.MaxSteps ?? 100) * SecondsPerStep;
        }

        foreach (Method method in methods)
        {
            weights[(method.Name, "evaluate")] = recipe.HeldOutTasks * 2 * (method.IsModel ? SecondsPerEpisode : 0.001);
            if (method.IsModel)
            {
                weights[(FreePlay.Tag(method.Name), "evaluate")] = recipe.FreeTasks * 2 * SecondsPerEpisode;
            }
        }

        return weights;
    }
}
