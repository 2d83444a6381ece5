using System.Collections.Concurrent;

namespace SotopiaPi.Tests.Pipeline;

public sealed class PlayStageTests
{
    [Test]
    public async Task Slow_judges_rate_many_episodes_at_once_while_others_are_played()
    {
        int running = 0;
        TaskCompletionSource many = new();
        SlowJudge judge = new("slow", async _ =>
        {
            if (Interlocked.Increment(ref running) == 8)
            {
                many.SetResult();
            }

            await many.Task.WaitAsync(TimeSpan.FromSeconds(20));
        });
        PlayOutcome outcome = await RunAsync(new InMemoryEpisodeStore(), 20, judge);
        Assert.That((outcome.Episodes.Count, outcome.Seats.Count, outcome.Failures.Count), Is.EqualTo((20, 40, 0)));
    }

    [Test]
    public async Task Several_judges_rate_every_episode_once_and_a_new_one_rates_what_was_stored()
    {
        InMemoryEpisodeStore store = new();
        SlowJudge first = new("first", _ => Task.CompletedTask), second = new("second", _ => Task.CompletedTask);
        await RunAsync(store, 5, first);
        PlayOutcome outcome = await RunAsync(store, 7, first, second);
        Assert.That(outcome.Seats.Select(seat => seat.Judge), Is.EqualTo(Enumerable.Repeat(new[] { "first", "first", "second", "second" }, 7).SelectMany(names => names)));
        Assert.That(first.Asked.Concat(second.Asked).Select(asked => asked.Value), Has.All.EqualTo(1));
        Assert.That((first.Asked.Count, second.Asked.Count), Is.EqualTo((7, 7)));
    }

    [Test]
    public async Task Rows_keep_values_and_problems_but_no_words()
    {
        InMemoryEpisodeStore store = new();
        SlowJudge judge = new("judge", _ => Task.CompletedTask) { Score = Score.Missing(RatingProblem.OutOfRange, "12 is too high", "a long reply") };
        RatedSeat seat = (await RunAsync(store, 1, judge)).Seats[0];
        Assert.That(seat.Scores[SocialDimension.Goal], Is.EqualTo(new Score(null, null, new RatingProblem(RatingProblem.OutOfRange, "12 is too high", null))));
        Assert.That((seat.Scores.Count, seat.Scores.ContainsKey(SocialDimension.Secret), seat.Scores.Keys.Single()), Is.EqualTo((1, false, SocialDimension.Goal)));
        Assert.That(() => seat.Scores[SocialDimension.Secret], Throws.InstanceOf<KeyNotFoundException>());
    }

    private static Task<PlayOutcome> RunAsync(InMemoryEpisodeStore store, int episodes, params IReadOnlyList<IEpisodeEvaluator> judges)
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("Hello.")])));
        EpisodePlan[] plans = [.. Enumerable.Range(0, episodes).Select(i => TestTasks.Plan(repetition: i) with { Tag = "stage" })];
        return new PlayStage(store, new EpisodeCollector(runner, 2), judges).RunAsync("stage", plans);
    }

    private sealed class SlowJudge(string name, Func<Episode, Task> think) : IEpisodeEvaluator
    {
        public ConcurrentDictionary<string, int> Asked { get; } = new();

        public Score Score { get; init; } = Score.Of(3, "It went well.");

        public string Name => name;

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            Asked.AddOrUpdate(episode.Key, 1, (_, count) => count + 1);
            await think(episode);
            return new EpisodeRating(Name, episode.Seats.ToDictionary(seat => seat.Seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score }), null);
        }
    }
}
