using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Evaluation;

public sealed class EpisodeRaterTests
{
    private static async IAsyncEnumerable<Episode> Episodes(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return await TestEpisodes.ShortAsync(i);
        }
    }

    [Test]
    public async Task Results_come_in_the_order_of_the_input_with_bounded_concurrency()
    {
        int now = 0;
        int most = 0;
        Random random = new(1);
        using TestChatClient client = new(async (_, _, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(random.Next(0, 5), token);
            Interlocked.Decrement(ref now);
            return TestChatClient.Reply(TestEpisodes.Reply());
        });
        List<string> keys = [];
        await foreach (RatingResult result in new EpisodeRater(new ChatClientEvaluator(client), 4).RateAsync(Episodes(40)))
        {
            keys.Add(result.Episode.Key);
            Assert.That(result.Failed, Is.Zero);
        }

        Assert.That(keys, Is.EqualTo(await Episodes(40).Select(episode => episode.Key).ToListAsync()));
        Assert.That(most, Is.InRange(2, 4));
    }

    [Test]
    public async Task A_judge_that_fails_thirty_percent_of_its_calls_leaves_every_episode_rated_or_explained()
    {
        int call = 0;
        using TestChatClient client = new((_, _, _) => Interlocked.Increment(ref call) % 10 < 3
            ? Task.FromException<ChatResponse>(new HttpRequestException("busy"))
            : Task.FromResult(TestChatClient.Reply(TestEpisodes.Reply(score: (_, _) => "0"))));
        ChatClientEvaluator judge = new(client, new ChatClientEvaluatorOptions { MaxAttempts = 1 });
        List<RatingResult> results = await new EpisodeRater(judge, 1).RateAsync(Episodes(100)).ToListAsync();
        Assert.That(results, Has.Count.EqualTo(100));
        Assert.That(results.SelectMany(result => result.Seats).SelectMany(seat => seat.Scores.Values), Is.All.Matches<Score>(score => (score!.Value is null) != (score.Problem is null)));
        MeanEstimate mean = MeanEstimate.Of(results.SelectMany(result => result.Seats).Select(seat => seat.ValueOf(SocialDimension.Goal)));
        Assert.That((mean.Mean, mean.Count, mean.Missing), Is.EqualTo(((double?)0, 140, 60)));
    }

    [Test]
    public async Task A_judge_that_throws_is_a_result_with_problems()
    {
        EpisodeRater rater = new(new FixedEvaluator("broken", (_, _, _) => throw new InvalidOperationException("no rubric"), SocialDimension.Goal));
        RatingResult result = await rater.RateAsync(Episodes(1)).SingleAsync();
        Assert.That(result.Rating.Scores[new Seat(0)][SocialDimension.Goal].Problem!.Message, Is.EqualTo("the judge 'broken' failed: InvalidOperationException: no rubric"));
    }

    [Test]
    public async Task Stored_episodes_are_rated_by_another_judge_and_not_twice()
    {
        MemoryStore store = new();
        await foreach (Episode episode in Episodes(3))
        {
            await store.TryAppendAsync(new EpisodeStored(episode.Key, episode));
            await store.TryAppendAsync(RatingStored.Of(episode.Key, await new RuleEvaluator().EvaluateAsync(episode)));
        }

        FixedEvaluator judge = new("other", (_, _, _) => Score.Of(3), SocialDimension.Goal);
        Assert.That(await new EpisodeRater(judge).RateAsync(store, new EpisodeQuery()).CountAsync(), Is.EqualTo(3));
        Assert.That(await new EpisodeRater(judge).RateAsync(store, new EpisodeQuery()).CountAsync(), Is.Zero);
        Assert.That((judge.Calls, store.Records.Count), Is.EqualTo((3, 9)));
    }

    [Test]
    public async Task Ratings_in_which_the_client_failed_are_asked_for_again()
    {
        MemoryStore store = new();
        Episode episode = await TestEpisodes.ShortAsync();
        await store.TryAppendAsync(new EpisodeStored(episode.Key, episode));
        bool down = true;
        FixedEvaluator judge = new("a", (_, _, _) => down ? Score.Missing(RatingProblem.Client, "down") : Score.Of(1), SocialDimension.Goal);
        Assert.That((await new EpisodeRater(judge).RateAsync(store, new EpisodeQuery()).SingleAsync()).Failed, Is.EqualTo(2));
        down = false;
        Assert.That((await new EpisodeRater(judge).RateAsync(store, new EpisodeQuery()).SingleAsync()).Failed, Is.Zero);
    }

    [Test]
    public async Task Leaving_early_stops_what_is_running()
    {
        int running = 0;
        using TestChatClient client = new(async (_, _, token) =>
        {
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(running == 1 ? 1 : 60_000, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }

            return TestChatClient.Reply(TestEpisodes.Reply());
        });
        await foreach (RatingResult _ in new EpisodeRater(new ChatClientEvaluator(client), 4).RateAsync(Episodes(20)))
        {
            break;
        }

        Assert.That(running, Is.Zero);
    }
}
