namespace SotopiaPi.Benchmarks;

/// <summary>Ten episodes of scripted play of the published tasks, as long as the published ones: 20 turns, utterances of about 195 letters in the words of the task.</summary>
internal static class PlayedExamples
{
    public const int Episodes = 10;
    private const int Seed = 7;
    private const int Letters = 195;

    /// <summary>Plays, and makes the examples of both seats of each episode.</summary>
    public static IReadOnlyList<SupervisedExample> Of(PromptPack pack)
    {
        IReadOnlyList<SocialTask> all = FolderTaskSource.Open(SharedFiles.Path("data/sotopia-pi")).Tasks;
        Random random = new(Seed);
        SocialTask[] tasks = [.. Enumerable.Range(0, Episodes).Select(_ => all[random.Next(all.Count)])];
        return ExamplesAsync(tasks, new TrainingExampleBuilder(new DialogueEnvironment(), new PromptBuilder(pack))).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<SupervisedExample>> ExamplesAsync(SocialTask[] tasks, TrainingExampleBuilder builder)
    {
        List<SupervisedExample> examples = [];
        EpisodeCollector collector = new(new EpisodeRunner(new DelegateAgentFactory(_ => new ScriptedAgent(Speak))), 1);
        IEnumerable<EpisodePlan> plans = tasks.Select((task, i) => EpisodePlan.Create(
            task, [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent", new ModelRef("script")))], new EpisodeOptions(), i));
        await foreach (EpisodeResult result in collector.CollectAsync(plans))
        {
            Episode episode = result.Episode ?? throw new InvalidOperationException(result.Failure!.Message);
            examples.AddRange(episode.Task.Seats.SelectMany(seat => builder.Build(episode, seat).Examples));
        }

        return examples;
    }

    private static AgentAction Speak(Observation observation)
    {
        Random random = new((int)(observation.Seed % int.MaxValue) + observation.History.Count);
        string[] words = [.. $"{observation.Scene.Scenario} {string.Join(' ', observation.Scene.Participants.Select(p => p.Background))}".Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];
        string utterance = "";
        while (utterance.Length < Letters)
        {
            utterance += (utterance.Length > 0 ? " " : "") + words[random.Next(words.Length)];
        }

        return AgentAction.Speak(utterance);
    }
}
