using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace SotopiaPi.Tests.Evaluation;

public sealed class ChatClientEvaluatorTests
{
    private static readonly Seat First = new(0);
    private static readonly Seat Second = new(1);

    [Test]
    public async Task One_call_rates_all_seats_on_the_seven_dimensions()
    {
        using TestChatClient client = new(TestEpisodes.Reply());
        EpisodeRating rating = await new ChatClientEvaluator(client).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(client.Requests, Has.Count.EqualTo(1));
        foreach (SocialDimension dimension in SocialDimension.All)
        {
            Assert.That(rating.Scores[First][dimension], Is.EqualTo(Score.Of(TestEpisodes.ScoreOf(0, dimension), $"why {dimension} 0")));
            Assert.That(rating.Scores[Second][dimension].Value, Is.EqualTo(TestEpisodes.ScoreOf(1, dimension)));
        }

        Assert.That((rating.Reply!.Usage!.InputTokenCount, rating.Reply.ModelId), Is.EqualTo(((long?)3, "test")));
    }

    [Test]
    public async Task The_request_has_temperature_zero_and_a_schema_that_names_exactly_the_seats()
    {
        using TestChatClient client = new(TestEpisodes.Reply(4));
        Episode episode = await TestEpisodes.PlayAsync(TestTasks.Plan(TestTasks.Four()), AgentAction.Speak("Hello."));
        EpisodeRating rating = await new ChatClientEvaluator(client).EvaluateAsync(episode);
        ChatOptions options = client.Requests[0].Options!;
        string schema = ((ChatResponseFormatJson)options.ResponseFormat!).Schema!.Value.GetRawText();
        Assert.That(options.Temperature, Is.Zero);
        Assert.That(schema, Does.Contain("\"required\":[\"agent_1\",\"agent_2\",\"agent_3\",\"agent_4\"]").And.Contain("\"required\":[\"reasoning\",\"score\"],\"additionalProperties\":false"));
        Assert.That(rating.Scores, Has.Count.EqualTo(4));
        Assert.That(rating.Scores.Values.SelectMany(seat => seat.Values).Select(score => score.Problem), Is.All.Null);
    }

    [Test]
    public async Task The_judge_sees_goals_secrets_and_what_happened_but_no_hint_markup()
    {
        using TestChatClient client = new(TestEpisodes.Reply());
        await new ChatClientEvaluator(client).EvaluateAsync(await TestEpisodes.ShortAsync());
        string text = client.Requests[0].Messages[^1].Text;
        Assert.That(text, Does.Contain("\"agent_1\" is Ada Reed.").And.Contain("She cannot swim.").And.Contain("Goal: Buy the lamp for little.").And.Contain("3. Ada Reed said: \"Ten coins.\""));
        Assert.That(text, Does.Contain("- secret (-10 to 0): ").And.Contain("exactly these 2 keys: \"agent_1\", \"agent_2\"").And.Not.Contain("strategy_hint"));
        Assert.That(client.Requests[0].Messages[0].Role, Is.EqualTo(ChatRole.System));
    }

    [Test]
    public async Task A_score_out_of_range_is_shown_to_the_judge_and_asked_again()
    {
        Queue<string> replies = new([TestEpisodes.Reply(score: (seat, dimension) => seat == 0 && dimension == SocialDimension.Goal ? "11" : "0"), TestEpisodes.Reply()]);
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
        EpisodeRating rating = await new ChatClientEvaluator(client).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(client.Requests, Has.Count.EqualTo(2));
        Assert.That(client.Requests[1].Messages[^1].Text, Does.Contain("goal of agent_1 is 11; wanted a number from 0 to 10"));
        Assert.That(client.Requests[1].Messages[^2].Role, Is.EqualTo(ChatRole.Assistant));
        Assert.That(rating.Scores[First][SocialDimension.Goal].Value, Is.Zero);
        Assert.That(rating.Reply!.Usage!.InputTokenCount, Is.EqualTo(6), "the usage of both calls");
    }

    [Test]
    public async Task What_stays_unusable_is_a_problem_with_the_judges_text_and_never_a_zero()
    {
        using TestChatClient client = new(TestEpisodes.Reply(score: (seat, dimension) => seat == 1 && dimension == SocialDimension.Goal ? "\"seven\"" : "0"));
        EpisodeRating rating = await new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { MaxAttempts = 2 }).EvaluateAsync(await TestEpisodes.ShortAsync());
        Score score = rating.Scores[Second][SocialDimension.Goal];
        Assert.That(client.Requests, Has.Count.EqualTo(2));
        Assert.That((score.Value, score.Problem!.Kind), Is.EqualTo(((double?)null, RatingProblem.Parse)));
        Assert.That(score.Problem.Raw, Does.Contain("\"seven\""));
        Assert.That(rating.Scores[First][SocialDimension.Goal].Value, Is.Zero, "the other scores are kept");
    }

    [Test]
    public async Task The_reply_with_the_most_usable_scores_counts()
    {
        Queue<string> replies = new([TestEpisodes.Reply(score: (seat, dimension) => seat == 1 && dimension == SocialDimension.Goal ? "99" : "0"), "I would rather not."]);
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
        EpisodeRating rating = await new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { MaxAttempts = 2 }).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(rating.Scores[First][SocialDimension.Goal].Value, Is.Zero);
        Assert.That(rating.Scores[Second][SocialDimension.Goal].Problem!.Kind, Is.EqualTo(RatingProblem.OutOfRange));
    }

    [Test]
    public async Task A_client_that_fails_is_asked_again_and_then_explained()
    {
        using TestChatClient client = new((_, _, _) => Task.FromException<ChatResponse>(new HttpRequestException("refused")));
        EpisodeRating rating = await new ChatClientEvaluator(client).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(client.Requests, Has.Count.EqualTo(3));
        Assert.That(rating.Scores[First][SocialDimension.Goal].Problem, Is.EqualTo(new RatingProblem(RatingProblem.Client, "the judge's client failed: HttpRequestException: refused", null)));
        Assert.That(rating.Reply, Is.Null);
    }

    [Test]
    public async Task A_stalled_client_is_given_up_after_the_timeout()
    {
        FakeTimeProvider time = new();
        using TestChatClient client = new((_, _, _) => new TaskCompletionSource<ChatResponse>().Task);
        ChatClientEvaluator judge = new(client, new ChatClientEvaluatorOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(30) }, time: time);
        Task<EpisodeRating> rating = judge.EvaluateAsync(await TestEpisodes.ShortAsync()).AsTask();
        time.Advance(TimeSpan.FromSeconds(31));
        while (!rating.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.That((await rating).Scores[First][SocialDimension.Goal].Problem!.Message, Does.StartWith("the judge's client gave no reply within 30 s; allow more time or ask fewer at once; it did not stop when told to"));
    }

    [Test]
    public async Task Cancellation_is_no_failed_rating()
    {
        using CancellationTokenSource stop = new();
        using TestChatClient client = new((_, _, token) => Task.FromCanceled<ChatResponse>(token));
        Episode episode = await TestEpisodes.ShortAsync();
        await stop.CancelAsync();
        Assert.That(async () => await new ChatClientEvaluator(client).EvaluateAsync(episode, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Own_dimensions_are_asked_for_by_name_range_and_definition()
    {
        SocialDimension humor = new("humor", 0, 1, "Was it funny?");
        using TestChatClient client = new("{\"agent_1\": {\"humor\": 0.5}, \"agent_2\": {\"humor\": {\"score\": 1}}}");
        ChatClientEvaluator judge = new(client, new ChatClientEvaluatorOptions { Dimensions = [humor], Name = "humorist" });
        EpisodeRating rating = await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That((rating.Judge, rating.Scores[First][humor].Value, rating.Scores[Second][humor].Value), Is.EqualTo(("humorist", (double?)0.5, (double?)1)));
        Assert.That(client.Requests[0].Messages[^1].Text, Does.Contain("- humor (0 to 1): Was it funny?"));
        Assert.That(((ChatResponseFormatJson)client.Requests[0].Options!.ResponseFormat!).Schema!.Value.GetRawText(), Does.Contain("\"score\":{\"type\":\"number\"}"));
    }

    [Test]
    public void Options_have_the_documented_defaults_and_refusals()
    {
        ChatClientEvaluatorOptions options = new();
        Assert.That((options.MaxAttempts, options.Temperature, options.StructuredOutput, options.Timeout), Is.EqualTo((3, (float?)0f, true, (TimeSpan?)TimeSpan.FromMinutes(5))));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxAttempts = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Temperature = -1);
        Assert.That(Assert.Throws<ArgumentException>(() => options.Dimensions = [SocialDimension.Goal, new("Goal", 0, 1, "")])!.Message, Does.Contain("each name once"));
    }
}
