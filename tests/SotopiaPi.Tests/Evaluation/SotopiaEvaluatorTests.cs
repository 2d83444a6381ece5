using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace SotopiaPi.Tests.Evaluation;

public sealed class SotopiaEvaluatorTests
{
    private static readonly ChatResponse NoResponse = new();

    [Test]
    public async Task Each_dimension_is_a_numeric_metric_with_its_reason()
    {
        using TestChatClient client = new(TestEpisodes.Reply());
        SotopiaEvaluator evaluator = new();
        Assert.That(evaluator.EvaluationMetricNames, Is.EqualTo(SocialDimension.All.Select(dimension => dimension.Name)));
        EvaluationResult result = await evaluator.EvaluateAsync([], NoResponse, new ChatConfiguration(client), [new EpisodeContext(await TestEpisodes.ShortAsync(), new Seat(1))]);
        Assert.That(result.Metrics, Has.Count.EqualTo(7));
        NumericMetric goal = result.Get<NumericMetric>("goal");
        Assert.That((goal.Value, goal.Reason, goal.Interpretation!.Rating), Is.EqualTo(((double?)1, "why goal 1", EvaluationRating.Unacceptable)));
        Assert.That(goal.Metadata!["judge"], Is.EqualTo("chat"));
        Assert.That(result.Get<NumericMetric>("secret").Value, Is.EqualTo(-9));
    }

    [Test]
    public async Task A_missing_score_is_a_metric_without_value_that_says_why()
    {
        using TestChatClient client = new(TestEpisodes.Reply(score: (_, _) => "\"many\""));
        SotopiaEvaluator evaluator = new(new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { MaxAttempts = 1 }));
        EvaluationResult result = await evaluator.EvaluateAsync([], NoResponse, null, [new EpisodeContext(await TestEpisodes.ShortAsync(), new Seat(0))]);
        NumericMetric goal = result.Get<NumericMetric>("goal");
        Assert.That((goal.Value, goal.Interpretation!.Rating), Is.EqualTo(((double?)null, EvaluationRating.Inconclusive)));
        Assert.That(goal.Diagnostics!.Single().Severity, Is.EqualTo(EvaluationDiagnosticSeverity.Error));
        Assert.That(goal.Diagnostics!.Single().Message, Does.Contain("many"));
    }

    [Test]
    public async Task Without_episode_or_judge_the_diagnostics_say_what_to_pass()
    {
        EvaluationResult result = await new SotopiaEvaluator().EvaluateAsync([], NoResponse);
        Assert.That(result.Metrics.Values.SelectMany(metric => metric.Diagnostics!).Select(diagnostic => diagnostic.Message), Is.All.Contain("EpisodeContext"));
        result = await new SotopiaEvaluator().EvaluateAsync([], NoResponse, null, [new EpisodeContext(await TestEpisodes.ShortAsync(), new Seat(0))]);
        Assert.That(result.Get<NumericMetric>("goal").Diagnostics!.Single().Message, Does.Contain("chat configuration"));
    }

    [Test]
    public async Task A_seat_that_is_not_there_is_refused()
    {
        Episode episode = await TestEpisodes.ShortAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new EpisodeContext(episode, new Seat(2)));
    }
}
