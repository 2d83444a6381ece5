namespace SotopiaPi.Tests.Pipeline;

/// <summary>A judge that fails three calls of ten: every episode ends rated or explained, and means are over the rated ones, with both counts.</summary>
public sealed class FailingJudgeTests
{
    private const int Episodes = 100;

    [TestCase(1, 15, 45)]
    [TestCase(3, 0, 10)]
    public async Task Every_episode_ends_rated_or_explained(int attempts, int leastMissing, int mostMissing)
    {
        InMemoryEpisodeStore store = new();
        PlayOutcome outcome = await PlayAsync(store, Judge(new Random(5), attempts));
        Assert.That((outcome.Episodes.Count, outcome.Failures.Count, outcome.Seats.Count), Is.EqualTo((Episodes, 0, 2 * Episodes)));
        Score[] scores = [.. outcome.Seats.SelectMany(seat => seat.Scores.Values)];
        Assert.That(scores.Select(score => (score.Value is null) != (score.Problem is null)), Is.All.True);
        Assert.That(scores.Where(score => score.Problem is not null).Select(score => score.Problem!.Message), Is.All.Contains("HttpRequestException: busy"));

        MeanEstimate mean = MeanEstimate.Of(outcome.Seats.Where(seat => seat.Seat == new Seat(1)).Select(seat => seat.Scores[SocialDimension.Goal].Value));
        Assert.That(mean.Mean, Is.EqualTo(TestEpisodes.ScoreOf(1, SocialDimension.Goal)), "a missing rating is no zero");
        Assert.That(mean.Count + mean.Missing, Is.EqualTo(Episodes));
        Assert.That(mean.Missing, Is.InRange(leastMissing, mostMissing));

        FilterResult kept = await new ThresholdFilter(new ThresholdOptions { Threshold = 0 }).FilterAsync(outcome.Seats, new FilterContext(store.FindEpisodeAsync));
        Assert.That(kept.Decisions.Where(decision => decision.Seat.Scores[SocialDimension.Goal].Value is null).Select(decision => decision.Kept), Is.All.False);
    }

    [Test]
    public async Task What_was_not_rated_is_asked_for_again_by_the_next_run()
    {
        InMemoryEpisodeStore store = new();
        PlayOutcome first = await PlayAsync(store, Judge(new Random(5), 1));
        using TestChatClient healthy = new(TestEpisodes.Reply());
        PlayOutcome second = await PlayAsync(store, new ChatClientEvaluator(healthy));
        int missing = first.Seats.Count(seat => seat.Seat == new Seat(0) && seat.Scores[SocialDimension.Goal].Value is null);
        Assert.That(healthy.Requests, Has.Count.EqualTo(missing));
        Assert.That(second.Seats.SelectMany(seat => seat.Scores.Values).Select(score => score.Value), Is.All.Not.Null);
    }

    private static ChatClientEvaluator Judge(Random random, int attempts)
    {
        TestChatClient client = new((_, _, _) =>
        {
            lock (random)
            {
                return random.NextDouble() < 0.3 ? throw new HttpRequestException("busy") : Task.FromResult(TestChatClient.Reply(TestEpisodes.Reply()));
            }
        });
        return new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { MaxAttempts = attempts });
    }

    private static Task<PlayOutcome> PlayAsync(IEpisodeStore store, IEpisodeEvaluator judge)
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("Hello.")])));
        SocialTask task = TestTasks.Pair();
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent"))];
        EpisodePlan[] plans = [.. Enumerable.Range(0, Episodes).Select(i => EpisodePlan.Create(task, seats, new EpisodeOptions(), i, "stage"))];
        return new PlayStage(store, new EpisodeCollector(runner, 8), [judge]).RunAsync("stage", plans);
    }
}
