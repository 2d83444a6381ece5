using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>The paper's round by simulation: scripted clients in place of models, everything else real.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class PaperScaleTests
{
    private const int PairsPerSituation = 10;

    [Test]
    public async Task A_thousand_episodes_are_collected_rated_filtered_and_converted_in_15_seconds()
    {
        (RoundReport report, TimeSpan time, long records) = await RunAsync(situations: 100);
        Assert.That((report.Episodes, report.FailedEpisodes, report.Kept), Is.EqualTo((1000, 0, 400)), "the best 2 of each of 100 situations and 2 seats");
        Assert.That(records, Is.EqualTo(400 * 10), "each seat acts 10 times in 20 turns");
        Assert.That(report.Costs.Select(row => (row.Role, row.Calls)), Is.EqualTo(new[] { ("expert", 20_000L), ("judge", 1000L) }));
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(15)));
        Assert.That(Process.GetCurrentProcess().PeakWorkingSet64, Is.LessThan(1L << 30));
    }

    [Test]
    [Slow]
    public async Task Ten_times_the_work_takes_at_most_eleven_times_as_long_and_twice_the_memory()
    {
        await RunAsync(situations: 5);
        TimeSpan one = (await RunAsync(situations: 100)).Time;
        long memory = Process.GetCurrentProcess().PeakWorkingSet64;
        TimeSpan ten = (await RunAsync(situations: 1000)).Time;
        double memoryGrowth = (double)Process.GetCurrentProcess().PeakWorkingSet64 / memory;
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{one.TotalSeconds:F1} s, {ten.TotalSeconds:F1} s, time × {ten / one:F2}, memory × {memoryGrowth:F2}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ten / one, Is.LessThanOrEqualTo(11));
            Assert.That(memoryGrowth, Is.LessThanOrEqualTo(2));
        }
    }

    private static async Task<(RoundReport Report, TimeSpan Time, long Records)> RunAsync(int situations)
    {
        using TemporaryFolder folder = new();
        Stopwatch clock = Stopwatch.StartNew();
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("expert", new ScriptedClient((_, seed) => ActionFormat.ToJson(AgentAction.Speak($"I think that we can find a way which suits both of us, let us say {seed % 1000}."))));
        services.AddKeyedSingleton<IChatClient>("judge", new ScriptedClient((_, seed) => Ratings(seed)));
        CountingTrainer trainer = new();
        services.AddSotopiaPi(options =>
            {
                options.Directory = folder.File("run");
                options.Pipeline.Episodes = new EpisodeOptions { MaxTurns = 20 };
            })
            .UseTasks(_ => new Tasks(situations))
            .UseUsageLedger()
            .UseChatEvaluator()
            .UseFilter<TopRatedFilter>()
            .UseTrainer(_ => trainer)
            .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = situations * PairsPerSituation, EpisodesPerTask = 1 } });
        await using ServiceProvider provider = services.BuildServiceProvider();
        RoundReport report = (await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync()).Single();
        return (report, clock.Elapsed, trainer.Records);
    }

    private static string Ratings(long seed)
    {
        string Seat(int seat) => string.Join(", ", SocialDimension.All.Select(dimension =>
            string.Create(CultureInfo.InvariantCulture, $"\"{dimension.Name}\": {{\"reasoning\": \"They talked it over and came to terms.\", \"score\": {dimension.Minimum + ((seed >> (seat * 8)) % 11)}}}")));
        return $"{{\"evaluations\": {{\"agent_1\": {{{Seat(0)}}}, \"agent_2\": {{{Seat(1)}}}}}}}";
    }

    /// <summary>Answers at once with a text made of the request's seed.</summary>
    private sealed class ScriptedClient(Func<IEnumerable<ChatMessage>, long, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(messages, options!.Seed!.Value))) { ModelId = "scripted", Usage = new UsageDetails { InputTokenCount = 600, OutputTokenCount = 30 } });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>Situations of the size of the published ones, each with ten pairs.</summary>
    private sealed class Tasks(int situations) : ISocialTaskSource
    {
        private static readonly AgentProfile[] People = [.. Enumerable.Range(0, 20).Select(i => TestTasks.Ada with { Id = $"p{i}", FirstName = $"Person{i}", PublicInfo = string.Join(' ', Enumerable.Repeat("They enjoy long walks and old films.", 3)) })];

        public async IAsyncEnumerable<SocialTask> GetTasksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (int i = 0; i < situations; i++)
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
    private sealed class CountingTrainer : ITrainer
    {
        public long Records { get; private set; }

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
