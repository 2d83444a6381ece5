using System.Globalization;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Evaluation;

public sealed class ProgressEvaluatorTests
{
    private static string Reply(double current, int end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"agent_1\": {{\"progress_current\": {current}, \"progress_predicted\": 8, \"progress_end\": {end}}}, \"agent_2\": {{\"progress_current\": 1, \"progress_predicted\": 2, \"progress_end\": 0}}}}");

    [Test]
    public async Task Samples_are_averaged_and_one_call_of_the_end_suffices()
    {
        Queue<string> replies = new([Reply(3, 0), Reply(4, 1), Reply(5, 0)]);
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
        EpisodeRating rating = await new ProgressEvaluator(client).EvaluateAsync((await TestEpisodes.ShortAsync()).Until(2));
        IReadOnlyDictionary<SocialDimension, Score> first = rating.Scores[new Seat(0)];
        Assert.That((first[ProgressEvaluator.Current].Value, first[ProgressEvaluator.Predicted].Value, first[ProgressEvaluator.End].Value), Is.EqualTo(((double?)4, (double?)8, (double?)1)));
        Assert.That(rating.Scores[new Seat(1)][ProgressEvaluator.End].Value, Is.Zero);
        Assert.That(client.Requests.Select(request => request.Options!.Seed).Distinct().Count(), Is.EqualTo(3), "samples differ in their seed");
        Assert.That((rating.Judge, rating.Reply!.Usage!.InputTokenCount), Is.EqualTo(("progress", (long?)9)));
    }

    [Test]
    public async Task Every_turn_is_rated_on_what_had_happened_by_then()
    {
        using TestChatClient client = new(Reply(2, 0));
        Episode episode = await TestEpisodes.ShortAsync();
        List<int> turns = [];
        await foreach ((int turn, EpisodeRating rating) in new ProgressEvaluator(client, samples: 1).EvaluateTurnsAsync(episode))
        {
            turns.Add(turn);
            Assert.That(rating.Scores[new Seat(0)][ProgressEvaluator.Current].Value, Is.EqualTo(2));
        }

        Assert.That(turns, Is.EqualTo([1, 2, 3, 4]));
        Assert.That(client.Requests[1].Messages[^1].Text, Does.Contain("How much is the lamp?").And.Not.Contain("Ten coins.").And.Contain("The interaction goes on."));
    }
}
