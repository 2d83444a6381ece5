using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

[TestFixture]
internal sealed class RunEstimateTests
{
    private static readonly EstimateAssumptions Simple = new()
    {
        TurnsPerEpisode = 3, FirstPromptTokens = 100, TokensPerTurn = 10, JudgeQuestionTokens = 200, JudgeAnswerTokens = 50, KeptShare = 0.5, Epochs = 2,
        TrainingTokensPerSecond = 1, PromptTokensPerSecond = 10, AnswerTokensPerSecond = 5, BytesPerEpisode = 1, BytesPerCheckpoint = 10, BytesOfModel = 1000,
    };

    [Test]
    public void Calls_tokens_and_money_are_those_counted_by_hand()
    {
        Round bc = Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 4, EpisodesPerTask = 5 } };
        PriceList prices = new(new Dictionary<string, ModelPrice> { ["e"] = new(1000, 2000) });
        RunEstimate estimate = RunEstimate.Of([bc], new Dictionary<string, string> { ["expert"] = "e", ["judge"] = "j" }, prices, Simple);
        Assert.That(estimate.Rows, Is.EqualTo(new[]
        {
            new CostRow("expert-play", "expert", "e", 60, 6600, 0, 600, 7.8m),     // 20 episodes × 3 turns; prompts of 100, 110 and 120 tokens
            new CostRow("expert-play", "judge", "j", 20, 4600, 0, 2000, null),
        }));
        Assert.That(estimate.TrainingTokens, Is.EqualTo(20 * 2 * 0.5 * 1.5 * 120 * 2));
        Assert.That(estimate.GpuHours, Is.EqualTo(7200 / 3600.0));
        Assert.That(estimate.DiskBytes, Is.EqualTo(1000 + 20 + (2 * 10)));
        Assert.That(estimate.ToText(), Does.Contain("no price").And.Contain("7.80 USD"));
    }

    [Test]
    public void The_partner_is_not_learnt_and_the_agent_plays_on_the_gpu()
    {
        Round sr = Round.SelfReinforcement with { Collection = CollectionPlan.PartnerPlay with { Tasks = 2, EpisodesPerTask = 1 } };
        RunEstimate estimate = RunEstimate.Of([sr, sr with { Name = "again" }], new Dictionary<string, string> { ["agent"] = "a" }, null, Simple with { Epochs = 1e-9 });
        Assert.That(estimate.Rows.Single(), Is.EqualTo(new CostRow("partner-play", "agent", "a", 6, 660, 0, 60, null)), "the collection that both rounds share is played once");
        Assert.That(estimate.GpuHours * 3600, Is.EqualTo((660 / 10.0) + (60 / 5.0)).Within(1e-3));
    }

    [TestCase(false, 1 + 1)]
    [TestCase(true, 1 + 2)]
    public void Evaluations_count_the_base_model_and_one_or_every_saved_adapter(bool everySave, int models)
    {
        RunEstimate estimate = RunEstimate.Of([Round.BehaviorCloning], new Dictionary<string, string> { ["agent"] = "a", ["judge"] = "j" }, null, Simple, new EvaluationPlan { Tasks = 5, EverySave = everySave });
        int episodes = models * 5 * 2;
        Assert.That(estimate.Rows.Where(row => row.Stage == "held-out").Select(row => (row.Role, row.Calls)), Is.EqualTo(new[] { ("agent", episodes * 3L / 2), ("judge", (long)episodes) }));
        Assert.That(estimate.DiskBytes, Is.EqualTo(1000 + 1000 + episodes + (2 * 10)));
    }

    [Test]
    public void The_papers_experiment_has_its_sizes()
    {
        RunEstimate estimate = PaperExperiment.Estimate();
        Assert.That(estimate.Rows.Select(row => (row.Stage, row.Role, row.Calls)), Is.EqualTo(new[]
        {
            ("expert-play", "expert", 20_000L), ("expert-play", "judge", 1000L), ("self-play", "agent", 20_000L), ("self-play", "judge", 1000L),
            ("held-out", "agent", 5400L), ("held-out", "partner", 5400L), ("held-out", "judge", 540L), // base, BC and SR: 90 tasks from both seats
        }));
        Assert.That(estimate.Cost, Is.InRange(500m, 2000m));
        Assert.That(estimate.GpuHours, Is.InRange(10, 200));
        TestContext.Out.WriteLine(estimate.ToText());
    }

    [Test]
    public async Task The_papers_composition_has_its_rules_and_filters_and_wants_2000_tasks()
    {
        using TemporaryFolder folder = new();
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("expert", new CountingChatClient());
        services.AddKeyedSingleton<IChatClient>("agent", new CountingChatClient());
        SotopiaPiBuilder builder = services.AddSotopiaPi(options => options.Directory = folder.File("run")).AddPaperExperiment()
            .UseTasks(_ => new OfflineTaskSource(1, 4)).UseEvaluator(_ => new RuleEvaluator()).UseTrainer(_ => new RecordingTrainer());
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.That(async () => await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync(), Throws.InvalidOperationException.With.Message.StartsWith("The rounds need 2000 tasks"));
        Assert.That(builder.Options.Pipeline.Episodes.MaxTurns, Is.EqualTo(20));
        PipelineParts parts = provider.GetRequiredService<PipelineParts>();
        Assert.That(parts.Filter(PaperExperiment.CloningFilter), Is.TypeOf<PaperBehaviorCloningFilter>());
        Assert.That(parts.Filter(PaperExperiment.ReinforcementFilter), Is.TypeOf<TopShareFilter>());
    }
}
