namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Tasks of the user's own, in the published format. Only a chat judge can rate them; without one the base model plays and that is all.</summary>
internal static class PublishedTasksSetup
{
    private const int MaxTurns = 20;

    public static World Create(Arguments arguments, IEpisodeEvaluator? chatJudge)
    {
        bool withExpert = arguments.Expert is not null;
        FolderTaskSource source = FolderTaskSource.Open(arguments.Tasks!);
        IReadOnlyList<SocialTask> tasks = source.Tasks;
        int held = Math.Max(1, arguments.Limit / (chatJudge is null ? 1 : 2));
        if (tasks.Count < arguments.Limit)
        {
            throw new UserErrorException($"'{arguments.Tasks}' gives {tasks.Count} tasks, but --limit asks for {arguments.Limit}. Lower --limit or name a folder with more tasks.");
        }

        // Whole environments are held out: no scenario serves both training and evaluation.
        SocialTask[] chosen = [.. tasks.GroupBy(task => task.Environment.Id).SelectMany((group, index) => group.Select((task, place) => (place, index, task))).OrderBy(item => item.place).ThenBy(item => item.index).Select(item => item.task).Take(arguments.Limit)];
        SocialTask[] training = chatJudge is null ? [] : [.. chosen.Skip(held)];
        int rounds = withExpert ? 3 : 1;
        Recipe recipe = Recipe.Quick with { CloningTasks = Math.Max(1, training.Length / rounds), ReinforcementTasks = Math.Max(1, training.Length / rounds) };
        IReadOnlyList<Round> arms = training.Length < rounds ? [] : Arms.Rounds(recipe, chatJudge!.Name, null, withExpert);
        return new World
        {
            Recipe = recipe,
            Episodes = new EpisodeOptions { MaxTurns = MaxTurns },
            Training = new FixedTasks(training),
            HeldOut = [.. chosen.Take(held)],
            Scripted = new Dictionary<string, ISocialAgentFactory> { [Player.PartnerRole] = new DelegateAgentFactory(_ => PolitePartner.Create()) },
            Judges = chatJudge is null ? [] : [chatJudge],
            TrueJudge = chatJudge?.Name,
            FilterJudge = chatJudge?.Name,
            Rounds = arms,
            Methods = Arms.Methods(arms, withExpert),
            Notes =
            [
                $"Tasks from {Path.GetFileName(Path.TrimEndingDirectorySeparator(arguments.Tasks!))}; the partner is a fixed polite script, not a model.",
                .. source.Problems.Count == 0 ? Array.Empty<string>() : [$"{source.Problems.Count} records could not be read, the first one: {source.Problems[0]}"],
                chatJudge is null ? "No judge was given, so nothing is rated and nothing is trained: give --judge-url and --judge-model." : "Scores are those of the chat judge.",
            ],
        };
    }

    private sealed class FixedTasks(IReadOnlyList<SocialTask> tasks) : ISocialTaskSource
    {
        public IAsyncEnumerable<SocialTask> GetTasksAsync(CancellationToken cancellationToken = default) => tasks.ToAsyncEnumerable();
    }
}
