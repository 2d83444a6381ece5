using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

public sealed class SelfTrainingPipelineTests
{
    [Test]
    public async Task Run_clones_the_expert_and_then_reinforces_from_the_clone()
    {
        using TemporaryFolder folder = new();
        RecordingTrainer trainer = new();
        IReadOnlyList<RoundReport> reports = await RunAsync(folder.Path, new CountingChatClient(), trainer);
        Assert.That(reports.Select(report => report.Name), Is.EqualTo(new[] { "bc", "sr" }));
        Assert.That(reports.Select(report => report.Episodes), Is.EqualTo(new[] { 4, 8 }));
        Assert.That(trainer.Requests[0].StartAdapter, Is.Null);
        Assert.That(trainer.Requests[1].StartAdapter, Does.EndWith("bc"));
        Assert.That(reports[1].Replayed, Is.EqualTo(1));
        Assert.That(reports[1].Usage.Single(row => row.Role == "agent").Model, Is.EqualTo("agent/bc"));
        Assert.That(File.Exists(folder.File("run/adapters/sr/adapter_model.safetensors")));
    }

    [Test]
    public async Task Run_never_trains_on_the_partner()
    {
        using TemporaryFolder folder = new();
        RecordingTrainer trainer = new();
        await RunAsync(folder.Path, new CountingChatClient(), trainer);
        Assert.That(trainer.Requests[1].Examples.Cast<SupervisedExample>().Select(example => example.Reply), Has.None.Contains("scripted partner"));
    }

    [Test]
    public async Task Run_continued_after_being_stopped_anywhere_asks_nothing_finished_again_and_ends_the_same([Range(1, 31, 5)] int answersBeforeTheStop)
    {
        using TemporaryFolder whole = new();
        IReadOnlyList<RoundReport> expected = await RunAsync(whole.Path, new CountingChatClient(), new RecordingTrainer());

        using TemporaryFolder broken = new();
        CountingChatClient client = new();
        using (CancellationTokenSource stop = new())
        {
            client.BeforeAnswer = answers =>
            {
                if (answers == answersBeforeTheStop)
                {
                    stop.Cancel();
                }
            };
            Assert.That(async () => await RunAsync(broken.Path, client, new RecordingTrainer(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        HashSet<string> finished = await StoredEpisodesAsync(broken.Path);
        CountingChatClient second = new();
        IReadOnlyList<RoundReport> resumed = await RunAsync(broken.Path, second, new RecordingTrainer());
        Assert.That(JsonSerializer.Serialize(resumed), Is.EqualTo(JsonSerializer.Serialize(expected)));
        HashSet<string> all = await StoredEpisodesAsync(broken.Path);
        Assert.That(all.IsSupersetOf(finished));
        int played = all.Count - finished.Count;
        Assert.That(second.Answers, Is.LessThanOrEqualTo(played * 4), "only episodes that were not finished are played");
        Assert.That(second.Asked.Values, Has.All.EqualTo(1));
    }

    [Test]
    public async Task Run_again_after_the_end_does_nothing()
    {
        using TemporaryFolder folder = new();
        await RunAsync(folder.Path, new CountingChatClient(), new RecordingTrainer());
        CountingChatClient client = new();
        RecordingTrainer trainer = new();
        await RunAsync(folder.Path, client, trainer);
        Assert.That(client.Answers, Is.Zero);
        Assert.That(trainer.Requests, Is.Empty);
    }

    [Test]
    public async Task A_missing_part_is_named_with_the_call_that_adds_it()
    {
        using TemporaryFolder folder = new();
        ServiceCollection services = new();
        services.AddSotopiaPi(options => options.Directory = folder.File("run")).UseTasks(_ => new OfflineTaskSource(1, 4)).AddRound(Round.BehaviorCloning);
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.That(() => provider.GetRequiredService<SelfTrainingPipeline>(), Throws.InvalidOperationException.With.Message.Contains("No judge registered").And.Message.Contains("UseChatEvaluator()"));
    }

    private static async Task<IReadOnlyList<RoundReport>> RunAsync(string folder, CountingChatClient client, RecordingTrainer trainer, CancellationToken cancellationToken = default)
    {
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("agent", client);
        services.AddKeyedSingleton<IChatClient>("expert", client);
        services.AddSotopiaPi(options =>
            {
                options.Directory = Path.Combine(folder, "run");
                options.Concurrency = 3;
                options.Pipeline.Episodes = new EpisodeOptions { MaxTurns = 4 };
                options.Pipeline.Seed = 7;
            })
            .UseTasks(_ => new OfflineTaskSource(1, 4))
            .UseAgents("partner", _ => new DelegateAgentFactory(_ => new ScriptedAgent([.. Enumerable.Repeat(AgentAction.Speak("scripted partner"), 4)])))
            .UseEvaluator(_ => new RuleEvaluatorByLength())
            .UseFilter<TopRatedFilter>()
            .UseTrainer(_ => trainer)
            .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 2, EpisodesPerTask = 2 } })
            .AddRound(Round.SelfReinforcement with { Collection = CollectionPlan.PartnerPlay with { Tasks = 2, EpisodesPerTask = 2 }, ReplayFrom = "bc", ReplaySeats = 1 });
        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync(null, cancellationToken);
    }

    private static async Task<HashSet<string>> StoredEpisodesAsync(string folder)
    {
        HashSet<string> keys = [];
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(Path.Combine(folder, "run", "episodes.db"));
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery()))
        {
            if (record is EpisodeStored)
            {
                keys.Add(record.Key);
            }
        }

        return keys;
    }

    /// <summary>Rates the goal by the length of what was said: a judge that needs no model and tells seats apart.</summary>
    private sealed class RuleEvaluatorByLength : IEpisodeEvaluator
    {
        public string Name => "length";

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = episode.Seats.ToDictionary(
                seat => seat.Seat,
                seat => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score>
                {
                    [SocialDimension.Goal] = Score.Of(episode.Turns.Sum(turn => turn.Turns.TryGetValue(seat.Seat, out AgentTurn? taken) ? taken.Action.Argument.Length : 0) % 11),
                });
            return ValueTask.FromResult(new EpisodeRating(Name, scores, null));
        }
    }
}
