using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>Endpoints that are down for a while, and a judge that talks rubbish: nothing is lost or doubled, everything is counted.</summary>
public sealed class FailingEndpointTests
{
    [Test]
    public async Task A_model_that_is_down_ends_the_run_and_when_it_is_back_the_run_goes_on()
    {
        using TemporaryFolder broken = new();
        TestPipeline down = new(broken.Path) { Rounds = Enlarged };
        down.Client.BeforeAnswer = answers =>
        {
            if (answers >= 30)
            {
                throw new HttpRequestException("connection refused");
            }
        };
        Assert.That(async () => await down.RunAsync(), Throws.InvalidOperationException.With.Message.Contains("episodes of 'expert-play' failed one after another").And.Message.Contains("connection refused"));

        TestPipeline back = new(broken.Path) { Rounds = Enlarged };
        (IReadOnlyList<string> episodes, _, HashSet<long> answered) = await back.StoredAsync();
        Assert.That(episodes, Is.Not.Empty);
        await back.RunAsync();
        Assert.That(back.Client.Asked.Keys.Intersect(answered), Is.Empty);
        Assert.That(back.Client.Asked.Values, Has.All.EqualTo(1));
        IReadOnlyList<string> all = (await back.StoredAsync()).Episodes;
        Assert.That(all, Is.Unique.And.Count.EqualTo(48 + 4 + 4), "expert play, the base model and the chosen adapter on held-out tasks");
        Assert.That(all, Is.SupersetOf(episodes));
    }

    [Test]
    public async Task With_retries_a_short_break_is_not_noticed()
    {
        using TemporaryFolder whole = new(), patient = new();
        string expected = JsonSerializer.Serialize(await new TestPipeline(whole.Path).RunAsync());
        TestPipeline pipeline = new(patient.Path);
        int asked = 0;
        pipeline.Client.BeforeAnswer = _ =>
        {
            if (Interlocked.Increment(ref asked) is > 20 and <= 28)
            {
                throw new HttpRequestException("connection refused");
            }
        };
        ResilientChatClientOptions quick = new() { MaxRetries = 20, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) };
        pipeline.Change = builder =>
        {
            builder.Services.AddKeyedSingleton<IChatClient>("agent", new ResilientChatClient(pipeline.Client, quick));
            builder.Services.AddKeyedSingleton<IChatClient>("expert", new ResilientChatClient(pipeline.Client, quick));
        };
        Assert.That(JsonSerializer.Serialize(await pipeline.RunAsync()), Is.EqualTo(expected));
        Assert.That(pipeline.Client.Asked.Values, Has.All.EqualTo(1), "answered once each");
    }

    [Test]
    public async Task A_judge_that_talks_rubbish_one_time_in_ten_costs_ratings_but_no_episode_and_all_is_counted()
    {
        using TemporaryFolder folder = new();
        int calls = 0, rubbish = 0;
        using TestChatClient judge = new((_, options, _) =>
        {
            Interlocked.Increment(ref calls);
            bool bad = options!.Seed!.Value % 10 == 0;
            Interlocked.Add(ref rubbish, bad ? 1 : 0);
            return Task.FromResult(TestChatClient.Reply(bad ? "As a judge, I would rather not { say" : TestEpisodes.Reply()));
        });
        RecordingTrainer trainer = new();
        ServiceCollection services = new();
        services.AddSotopiaPi(options => options.Directory = folder.File("run"))
            .UseTasks(_ => new OfflineTaskSource(1, 100))
            .UseAgents("expert", _ => new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("Hello.")])))
            .UseEvaluator(_ => new ChatClientEvaluator(judge, new ChatClientEvaluatorOptions { MaxAttempts = 1 }))
            .UseFilter<TopRatedFilter>()
            .UseTrainer(_ => trainer)
            .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 100, EpisodesPerTask = 2 } });
        RoundReport report;
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            report = (await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync()).Single();
        }

        int unrated = report.Rules.Where(rule => rule.Rule == "not rated (goal)").Sum(rule => rule.Count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rubbish, Is.InRange(8, 40), "about one in ten");
            Assert.That(calls, Is.EqualTo(200), "each episode is rated once");
            Assert.That((report.Episodes, report.FailedEpisodes, report.Kept + report.Dropped), Is.EqualTo((200, 0, 400)));
            Assert.That(unrated, Is.EqualTo(2 * rubbish), "both seats of a bad reply");
            Assert.That(report.Rules.Sum(rule => rule.Count), Is.EqualTo(400));
        }

        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("run/episodes.db"));
        List<RatingStored> ratings = await store.QueryAsync(new EpisodeQuery { Kind = EpisodeRecordKind.Rating }).OfType<RatingStored>().ToListAsync();
        Assert.That(ratings.Select(rating => rating.EpisodeKey).ToArray(), Is.Unique.And.Length.EqualTo(200));
        Assert.That(ratings.Count(rating => rating.Rating.Scores[new Seat(0)][SocialDimension.Goal].Problem is { Kind: RatingProblem.Parse }), Is.EqualTo(rubbish), "kept with its cause, not as 0");
    }

    /// <summary>Enough episodes that a client which is down is noticed.</summary>
    private static IReadOnlyList<Round> Enlarged => [Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 6, EpisodesPerTask = 8 } }];
}
