using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

[TestFixture]
internal sealed class BudgetTests
{
    [Test]
    public void Each_limit_is_told_with_what_was_used()
    {
        FakeTimeProvider time = new();
        using UsageLedger ledger = new(new PriceList(new Dictionary<string, ModelPrice> { ["m"] = new(1000, 0) }));
        RunBudget budget = new(ledger, time) { MaxTokens = 5000, MaxCost = 2, MaxTime = TimeSpan.FromHours(1) };
        Assert.That(budget.Reached(), Is.Null);
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.That(budget.Reached(), Is.EqualTo("01:01:00 of 01:00:00 have passed"));
        ledger.Add("r", "m", new UsageDetails { InputTokenCount = 2100 });
        Assert.That(budget.Reached(), Is.EqualTo("2.10 USD of 2.00 are spent"));
        ledger.Add("r", "m", new UsageDetails { OutputTokenCount = 4000 });
        Assert.That(budget.Reached(), Is.EqualTo("6100 tokens of 5000 are used"));
    }

    [Test]
    public void Money_cannot_be_limited_without_a_price()
    {
        using UsageLedger ledger = new();
        ledger.Add("judge", "m", new UsageDetails { InputTokenCount = 1 });
        Assert.That(() => new RunBudget(ledger) { MaxCost = 1 }.Reached(), Throws.InvalidOperationException.With.Message.StartsWith("Money is limited, but the model 'm' (role 'judge') has no price"));
    }

    [Test]
    public async Task A_run_stops_at_its_budget_and_goes_on_with_a_larger_one()
    {
        using TemporaryFolder folder = new();
        CountingChatClient first = new();
        Assert.That(async () => await RunAsync(folder, first, maxTokens: 300), Throws.TypeOf<BudgetReachedException>().With.Message.StartsWith("The budget is used up: "));
        Assert.That(first.Answers, Is.InRange(20, 28), "15 tokens an answer, 4 answers an episode, 2 episodes at once");

        CountingChatClient second = new();
        RoundReport report = (await RunAsync(folder, second, maxTokens: 100_000)).Single();
        Assert.That(first.Answers + second.Answers, Is.EqualTo(16 * 4));
        Assert.That(report.Costs.Single(), Is.EqualTo(new CostRow("expert-play", "expert", "unknown", 64, 640, 0, 320, null)));
    }

    private static async Task<IReadOnlyList<RoundReport>> RunAsync(TemporaryFolder folder, CountingChatClient client, long maxTokens)
    {
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("expert", client);
        services.AddSotopiaPi(options =>
            {
                options.Directory = folder.File("run");
                options.Concurrency = 2;
                options.Pipeline.Episodes = new EpisodeOptions { MaxTurns = 4 };
            })
            .UseTasks(_ => new OfflineTaskSource(1, 4))
            .UseUsageLedger(budget: ledger => new RunBudget(ledger) { MaxTokens = maxTokens })
            .UseEvaluator(_ => new FixedEvaluator(5))
            .UseFilter<TopRatedFilter>()
            .UseTrainer(_ => new RecordingTrainer())
            .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 4, EpisodesPerTask = 4 } });
        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync();
    }

    /// <summary>Gives everybody the same goal score.</summary>
    private sealed class FixedEvaluator(double score) : IEpisodeEvaluator
    {
        public string Name => "fixed";

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default) => ValueTask.FromResult(new EpisodeRating(
            Name, episode.Seats.ToDictionary(seat => seat.Seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(score) }), null));
    }
}
