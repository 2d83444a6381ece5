using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class TrainingRecorderTests
{
    [Test]
    public async Task A_conversation_becomes_one_episode_and_exactly_what_was_asked_becomes_examples()
    {
        InMemoryEpisodeStore store = new();
        using IChatClient client = Echo().AsBuilder().UseTrainingRecorder(store).Build();
        List<ChatMessage> talk = [new(ChatRole.System, "Be kind."), new(ChatRole.User, "a")];
        await SayAsync(client, talk, "b");
        await SayAsync(client, talk, "c");
        await client.GetResponseAsync("another talk");
        IReadOnlyList<string> keys = await client.GetService<TrainingRecorder>()!.FlushAsync();
        Assert.That(keys, Has.Count.EqualTo(2));

        Episode episode = (await store.FindEpisodeAsync(keys[0]))!;
        Assert.That(episode.Turns.Select(turn => $"{turn.Turns.Single().Key.Index}{turn.Turns.Single().Value.Action.Argument}"), Is.EqualTo(new[] { "0a", "1re a", "0b", "1re b" }));
        Assert.That((episode.Tag, episode.Task.Environment.Scenario, episode.Seats[1].Model), Is.EqualTo(("recorded", "Be kind.", new ModelRef("agent"))));
        SeatExamples examples = ReplyExampleBuilder.Build(episode, new Seat(1));
        Assert.That(examples.Examples.Select(example => string.Join('|', example.Prompt.Select(message => message.Text)) + " -> " + example.Reply), Is.EqualTo(new[] { "Be kind.|a -> re a", "Be kind.|a|re a|b -> re b" }));
        Assert.That(ReplyExampleBuilder.Build(episode, new Seat(0)).Examples, Is.Empty);
    }

    [Test]
    public async Task Nothing_is_written_that_the_redactor_takes_out()
    {
        using TemporaryFolder folder = new();
        using (RecordedEpisodeStore store = RecordedEpisodeStore.Open(folder.File("store")))
        {
            using IChatClient client = Echo().AsBuilder().UseTrainingRecorder(store, options => options.Redact = message =>
                message.Text.Contains("drop me", StringComparison.Ordinal) ? null : new ChatMessage(message.Role, message.Text.Replace("Jane Roe", "[name]", StringComparison.Ordinal))).Build();
            await client.GetResponseAsync([new ChatMessage(ChatRole.User, "drop me"), new ChatMessage(ChatRole.User, "I am Jane Roe")], new ChatOptions { Instructions = "Serve Jane Roe" });
        }

        string written = string.Concat(Directory.EnumerateFiles(folder.File("store")).Select(File.ReadAllText));
        Assert.That(written, Does.Contain("[name]").And.Contain("Serve [name]").And.Contain("re I am [name]"));
        Assert.That(written, Does.Not.Contain("Jane").And.Not.Contain("drop me"));
    }

    [Test]
    public async Task A_redactor_that_fails_records_nothing_and_disturbs_nobody()
    {
        InMemoryEpisodeStore store = new();
        List<Exception> errors = [];
        using (IChatClient client = Echo().AsBuilder().UseTrainingRecorder(store, options => (options.Redact, options.OnError) = (_ => throw new InvalidOperationException("no"), errors.Add)).Build())
        {
            Assert.That((await client.GetResponseAsync("a")).Text, Is.EqualTo("re a"));
        }

        Assert.That(errors, Has.Count.EqualTo(1));
        Assert.That(await store.QueryAsync(new EpisodeQuery()).ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task Records_carry_the_consent_of_their_request()
    {
        InMemoryEpisodeStore store = new();
        using (IChatClient client = Echo().AsBuilder().UseTrainingRecorder(store, options => options.ConsentTag = "study-1").Build())
        {
            await client.GetResponseAsync("a");
            await client.GetResponseAsync("b", new ChatOptions { AdditionalProperties = new() { [TrainingRecorder.ConsentProperty] = "study-2" } });
        }

        Assert.That(await TagsAsync(store), Is.EquivalentTo(new[] { "study-1", "study-2" }));
    }

    [Test]
    public async Task Silence_and_too_many_open_ones_end_a_conversation()
    {
        InMemoryEpisodeStore store = new();
        FakeTimeProvider time = new();
        using TrainingRecorder client = new(Echo(), store, new TrainingRecorderOptions { IdleTime = TimeSpan.FromMinutes(5), MaxOpen = 2 }, time);
        await client.GetResponseAsync("a");
        time.Advance(TimeSpan.FromMinutes(6));
        await client.GetResponseAsync("b");
        Assert.That(await TagsAsync(store), Has.Count.EqualTo(1));
        await client.GetResponseAsync("c");
        await client.GetResponseAsync("d");
        Assert.That(await TagsAsync(store), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_comes_before_a_tool_is_kept()
    {
        InMemoryEpisodeStore store = new();
        using TrainingRecorder client = new(Echo(), store);
        List<ChatMessage> talk = [new(ChatRole.User, "a")];
        await SayAsync(client, talk, "use it");
        talk.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "r")]));
        await client.GetResponseAsync(talk);
        EpisodeStored stored = (EpisodeStored)await store.QueryAsync(new EpisodeQuery()).SingleAsync();
        Assert.That(stored.Episode.Turns, Has.Count.EqualTo(2));
        Assert.That(await client.FlushAsync(), Is.Empty);
    }

    [Test]
    public async Task Streams_are_recorded_when_they_have_ended()
    {
        InMemoryEpisodeStore store = new();
        using TrainingRecorder client = new(new Pipeline.CountingChatClient(), store);
        await client.GetStreamingResponseAsync("a", new ChatOptions { Seed = 1 }).ToListAsync();
        Assert.That(await client.FlushAsync(), Has.Count.EqualTo(1));
    }

    private static TestChatClient Echo() => new((messages, _, _) => Task.FromResult(TestChatClient.Reply("re " + messages[^1].Text)));

    private static async Task SayAsync(IChatClient client, List<ChatMessage> talk, string next)
    {
        ChatResponse response = await client.GetResponseAsync(talk);
        talk.AddRange(response.Messages);
        talk.Add(new ChatMessage(ChatRole.User, next));
    }

    private static async Task<List<string?>> TagsAsync(InMemoryEpisodeStore store) =>
        await store.QueryAsync(new EpisodeQuery()).OfType<EpisodeStored>().Select(stored => stored.Episode.Tag).ToListAsync();
}
