using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SotopiaPi.Testing;

/// <summary>The paper's round by simulation: scripted clients in place of models, everything else real, down to the files that a trainer reads.</summary>
internal static class PaperScale
{
    public const int PairsPerSituation = 10;

    /// <summary>Collects, rates, filters and converts behaviour cloning's round.</summary>
    public static async Task<PaperScaleRun> RunAsync(int situations)
    {
        string folder = Directory.CreateTempSubdirectory("sotopiapi-paper-").FullName;
        try
        {
            Stopwatch clock = Stopwatch.StartNew();
            Converter trainer = new();
            ServiceCollection services = new();
            services.AddKeyedSingleton<IChatClient>("expert", new ScriptedClient(seed => ActionFormat.ToJson(AgentAction.Speak($"I think that we can find a way which suits both of us, let us say {seed % 1000}."))));
            services.AddKeyedSingleton<IChatClient>("judge", new ScriptedClient(Ratings));
            services.AddSotopiaPi(options =>
                {
                    options.Directory = Path.Combine(folder, "run");
                    options.Pipeline.Episodes = new EpisodeOptions { MaxTurns = 20 };
                })
                .UseTasks(_ => new Situations(situations))
                .UseUsageLedger()
                .UseChatEvaluator()
                .UseFilter<TopRatedFilter>()
                .UseTrainer(_ => trainer)
                .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = situations * PairsPerSituation, EpisodesPerTask = 1 } });
            await using ServiceProvider provider = services.BuildServiceProvider();
            RoundReport report = (await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync()).Single();
            return new PaperScaleRun(report, trainer.Records, clock.Elapsed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Ratings(long seed)
    {
        string Seat(int seat) => string.Join(", ", SocialDimension.All.Select(dimension =>
            string.Create(CultureInfo.InvariantCulture, $"\"{dimension.Name}\": {{\"reasoning\": \"They talked it over and came to terms.\", \"score\": {dimension.Minimum + ((seed >> (seat * 8)) % 11)}}}")));
        return $"{{\"evaluations\": {{\"agent_1\": {{{Seat(0)}}}, \"agent_2\": {{{Seat(1)}}}}}}}";
    }

    /// <summary>Answers at once with a text made of the request's seed.</summary>
    private sealed class ScriptedClient(Func<long, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(options!.Seed!.Value))) { ModelId = "scripted", Usage = new UsageDetails { InputTokenCount = 600, OutputTokenCount = 30 } });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>Situations of the size of the published ones, each with ten pairs.</summary>
    private sealed class Situations(int count) : ISocialTaskSource
    {
        private static readonly AgentProfile[] People =
        [
            .. Enumerable.Range(0, 2 * PairsPerSituation).Select(i => new AgentProfile(string.Create(CultureInfo.InvariantCulture, $"p{i}"), string.Create(CultureInfo.InvariantCulture, $"Person{i}"), "Reed")
            {
                Age = 34, Occupation = "Baker", Gender = "Woman", GenderPronoun = "She/her", PublicInfo = string.Join(' ', Enumerable.Repeat("They enjoy long walks and old films.", 3)),
                PersonalityAndValues = "Patient, curious and a little stubborn.", Secret = "She cannot swim.",
            }),
        ];

        public async IAsyncEnumerable<SocialTask> GetTasksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (int i = 0; i < count; i++)
            {
                string scene = string.Create(CultureInfo.InvariantCulture, $"Two people meet to talk about matter {i}, on which they do not agree at first, although both depend on a solution that lasts.");
                EnvironmentProfile environment = new(string.Create(CultureInfo.InvariantCulture, $"e{i}"), scene, ["Come out of it with the larger share (<extra_info>you need it</extra_info>)", "Keep the peace and a fair share"]) { Relationship = RelationshipType.Friend };
                for (int pair = 0; pair < PairsPerSituation; pair++)
                {
                    yield return SocialTask.Create(environment, [People[pair], People[pair + PairsPerSituation]]);
                }
            }
        }
    }

    /// <summary>Converts the examples to LLaMA-Factory's files, where a trainer would begin.</summary>
    private sealed class Converter : ITrainer
    {
        public int Records { get; private set; }

        public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            Records = request.Examples.Count;
            LlamaFactoryFiles files = new LlamaFactoryJob().Write(request);
            Directory.CreateDirectory(files.Output);
            File.WriteAllText(Path.Combine(files.Output, "adapter_config.json"), "{}");
            SavedAdapter adapter = new(files.Output, 1, 1, null);
            return Task.FromResult(new TrainingResult([adapter], adapter, [0.5]));
        }
    }
}

/// <summary>What came of a run of <see cref="PaperScale"/>.</summary>
/// <param name="Report">What the round did.</param>
/// <param name="Records">The training records written.</param>
/// <param name="Time">How long it took.</param>
internal sealed record PaperScaleRun(RoundReport Report, int Records, TimeSpan Time)
{
    /// <summary>Throws unless everything was played, paid, rated, kept and converted exactly once.</summary>
    public void Check(int situations)
    {
        int episodes = situations * PaperScale.PairsPerSituation;
        (int, int, int, int) wanted = (episodes, 0, situations * 4, situations * 40);
        (int, int, int, int) found = (Report.Episodes, Report.FailedEpisodes, Report.Kept, Records);
        string calls = string.Join(", ", Report.Costs.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Role} {row.Calls}")));
        string wantedCalls = string.Create(CultureInfo.InvariantCulture, $"expert {episodes * 20}, judge {episodes}");
        if (found != wanted || calls != wantedCalls)
        {
            throw new InvalidOperationException($"Found {found} episodes, failures, kept seats and records and the calls {calls}; wanted {wanted} and {wantedCalls}.");
        }
    }
}
