using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace SotopiaPi.Tests;

public sealed class RepeatedQuestionTests
{
    private static readonly ChatMessage s_question = new(ChatRole.User, "How many?");

    [Test]
    public async Task A_reply_that_cannot_be_used_is_shown_with_its_problem_and_a_failed_call_is_made_again()
    {
        Queue<Func<Task<ChatResponse>>> calls = new([
            () => Task.FromException<ChatResponse>(new HttpRequestException("refused")),
            () => Task.FromResult(TestChatClient.Reply("none")),
            () => Task.FromException<ChatResponse>(new HttpRequestException("refused")),
            () => Task.FromResult(TestChatClient.Reply("two")),
            () => Task.FromResult(TestChatClient.Reply("2")),
        ]);
        using TestChatClient client = new((_, _, _) => calls.Dequeue()());
        RepeatedQuestion question = new(client, new ChatClientEvaluatorOptions { MaxAttempts = 9, ModelId = "m", MaxOutputTokens = 7 }, [s_question]);
        List<string> failures = [];
        string? used = null;
        await question.AskAsync(Request, Read, e => failures.Add(e.Message), default);
        Assert.That((used, question.Attempts), Is.EqualTo(("2", 5)));
        Assert.That(failures, Is.EqualTo(new[] { "refused", "refused" }));
        string[][] asked = [.. client.Requests.Select(request => request.Messages.Select(message => message.Text).ToArray())];
        Assert.That(asked, Is.EqualTo(new string[][] { ["How many?"], ["How many?"], ["How many?", "none", "none is no number"], ["How many?", "none", "none is no number"], ["How many?", "two", "two is no number"] }));
        Assert.That(client.Requests.Select(request => request.Options!.Seed), Is.EqualTo(new long?[] { 0, 1, 2, 3, 4 }));
        Assert.That(client.Requests.Select(request => (request.Options!.ModelId, request.Options.MaxOutputTokens, request.Options.Temperature)), Is.All.EqualTo(("m", (int?)7, (float?)0f)));

        ChatOptions Request(int attempt) => new ChatClientEvaluatorOptions { ModelId = "m", MaxOutputTokens = 7 }.Request(attempt);

        ChatMessage? Read(ModelReply reply)
        {
            used = reply.Text;
            return int.TryParse(reply.Text, out _) ? null : new ChatMessage(ChatRole.User, $"{reply.Text} is no number");
        }
    }

    [Test]
    public async Task What_was_used_can_be_rejected_as_long_as_attempts_are_left()
    {
        using TestChatClient client = new("2");
        RepeatedQuestion question = new(client, new ChatClientEvaluatorOptions { MaxAttempts = 2 }, [s_question]);
        for (int i = 0; i < 3; i++)
        {
            await question.AskAsync(_ => new ChatOptions(), _ => null, _ => { }, default);
            question.Reject(new ChatMessage(ChatRole.User, "another, please"));
        }

        Assert.That(client.Requests.Select(request => request.Messages.Count), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public async Task Whoever_asks_gives_a_stalled_client_up_and_says_after_how_long()
    {
        FakeTimeProvider time = new();
        using TestChatClient client = new((_, _, token) => Task.Delay(Timeout.Infinite, token).ContinueWith<ChatResponse>(_ => throw new OperationCanceledException(token), TaskScheduler.Default));
        Episode episode = await TestEpisodes.ShortAsync();
        UtteranceAttributor attributor = new(client, new UtteranceAttributorOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(30) }, time: time);
        SocialTaskGenerator generator = new(client, [episode.Task.Environment], new SocialTaskGeneratorOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(30) }, time: time);
        Task<UtteranceAttribution> attribution = attributor.AttributeAsync(episode, new Seat(0), SocialDimension.Goal).AsTask();
        Task<List<GeneratedTask>> generated = generator.GenerateAsync([new Inspiration("a", "b")]).ToListAsync().AsTask();
        while (client.Requests.Count < 2)
        {
            await Task.Delay(1);
        }

        time.Advance(TimeSpan.FromSeconds(31));                                            // and no further: both stop when told to
        const string Late = "gave no reply within 30 s; allow more time or ask fewer at once";
        Assert.That((await attribution).Problem, Is.EqualTo(new RatingProblem(RatingProblem.Client, $"the judge's client {Late}", null)));
        Assert.That((await generated).Single().Problem, Is.EqualTo($"the client {Late}"));
    }

    [Test]
    public void Cancellation_is_no_failure()
    {
        using CancellationTokenSource stop = new();
        using TestChatClient client = new((_, _, token) =>
        {
            stop.Cancel();
            return Task.FromCanceled<ChatResponse>(token);
        });
        RepeatedQuestion question = new(client, new ChatClientEvaluatorOptions(), [s_question]);
        Assert.That(async () => await question.AskAsync(_ => new ChatOptions(), _ => null, _ => Assert.Fail("failed"), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(question.Attempts, Is.EqualTo(1));
    }
}
