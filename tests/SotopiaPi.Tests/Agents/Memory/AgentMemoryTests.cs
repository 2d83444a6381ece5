using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class AgentMemoryTests
{
    private static SeatAssignment Seat(EpisodePlan plan, int seat) => plan.Seats[seat];

    [Test]
    public async Task Full_memory_recalls_what_the_seat_lived_and_nothing_else()
    {
        FullMemory memory = new();
        EpisodePlan plan = TestTasks.Plan();
        Episode episode = await TestEpisodes.ShortAsync();
        await memory.RememberAsync(Seat(plan, 0), episode);
        string? recalled = await memory.RecallAsync(Seat(plan, 0), plan.Task);
        Assert.That(recalled, Does.StartWith("Meeting 1:\nScene: Two people meet in a shop.\nYour goal: ").And.Contain("\nAda Reed said: \"Good morning.\"\nBen Cole said: \"How much is the lamp?\"\nAda Reed said: \"Ten coins.\"\n"));
        Assert.That(recalled, Does.Contain("Your goal: Sell the lamp.").And.Not.Contain("Buy the lamp for little").And.Not.Contain("He fears heights"));
        Assert.That(await memory.RecallAsync(Seat(plan, 1), plan.Task), Is.Null, "the other one was not there yet");
    }

    [Test]
    public async Task Private_messages_of_others_are_not_remembered()
    {
        FullMemory memory = new();
        EpisodePlan plan = TestTasks.Plan(TestTasks.Four());
        Episode episode = await TestEpisodes.PlayAsync(plan, AgentAction.Speak("psst") with { Recipients = [new Seat(1)] }, AgentAction.Speak("Hello all."));
        await memory.RememberAsync(Seat(plan, 1), episode);
        await memory.RememberAsync(Seat(plan, 2), episode);
        Assert.That(await memory.RecallAsync(Seat(plan, 1), plan.Task), Does.Contain("psst"));
        Assert.That(await memory.RecallAsync(Seat(plan, 2), plan.Task), Does.Contain("Hello all.").And.Not.Contain("psst"));
    }

    [Test]
    public async Task Characters_recall_only_meetings_with_one_another()
    {
        FullMemory memory = new();
        EpisodePlan pair = TestTasks.Plan();
        await memory.RememberAsync(Seat(pair, 0), await TestEpisodes.ShortAsync());
        SocialTask others = SocialTask.Create(TestTasks.Pair().Environment, [TestTasks.Ada, TestTasks.Cy]);
        Assert.That(await memory.RecallAsync(Seat(pair, 0), others), Is.Null);
    }

    [Test]
    public async Task The_second_meeting_begins_with_the_first_in_the_prompt()
    {
        using TestChatClient client = new("""{"action_type": "leave", "argument": ""}""");
        EpisodeRunner runner = new(new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default)), memory: new FullMemory());
        await runner.PlayToEndAsync(TestTasks.Plan());
        await runner.PlayToEndAsync(TestTasks.Plan(repetition: 1));
        Assert.That(client.Requests[0].Messages[0].Text, Does.Not.Contain("earlier meetings"));
        Assert.That(client.Requests[^1].Messages[0].Text, Does.Contain("What you remember from earlier meetings: Meeting 1:\nScene: Two people meet in a shop."));
    }

    [Test]
    public async Task Summary_memory_keeps_the_summary_and_asks_once_for_each_meeting()
    {
        using TemporaryFolder folder = new();
        using TestChatClient client = new(" You sold it. ");
        EpisodePlan plan = TestTasks.Plan();
        Episode episode = await TestEpisodes.ShortAsync();
        SummaryMemory memory = new(client, new MemoryNotes(folder.Path));
        await memory.RememberAsync(Seat(plan, 0), episode);
        await memory.RememberAsync(Seat(plan, 0), episode);
        Assert.That(client.Requests.Single().Messages.Single().Text, Does.Contain("200 to 300 words").And.Contain("Ten coins.").And.Contain("Ben Cole").And.Not.Contain("Buy the lamp for little"));
        SummaryMemory again = new(client, new MemoryNotes(folder.Path));
        Assert.That(await again.RecallAsync(Seat(plan, 0), plan.Task), Is.EqualTo("Meeting 1:\nYou sold it."));
        await again.RememberAsync(Seat(plan, 0), episode);
        Assert.That(client.Requests, Has.Count.EqualTo(1), "a run that goes on does not sum up again");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_meeting_that_cannot_be_summed_up_is_remembered_whole(bool fails)
    {
        TestLogger logger = new();
        using TestChatClient client = new((_, _, _) => fails ? throw new HttpRequestException("down") : Task.FromResult(TestChatClient.Reply("  ")));
        SummaryMemory memory = new(client, logger: logger);
        EpisodePlan plan = TestTasks.Plan();
        await memory.RememberAsync(Seat(plan, 0), await TestEpisodes.ShortAsync());
        Assert.That(await memory.RecallAsync(Seat(plan, 0), plan.Task), Does.Contain("Ten coins."));
        Assert.That(logger.Lines.Single().Text, Does.Contain("could not be summed up for Ada Reed").And.Contain(fails ? "HttpRequestException: down" : "the reply is empty"));
    }

    [Test]
    public void A_broken_file_of_notes_is_named()
    {
        using TemporaryFolder folder = new();
        new MemoryNotes(folder.Path).TryAdd("a", new MemoryNote("k", ["b"], "text é"));
        string file = Directory.GetFiles(folder.Path).Single();
        Assert.That(new MemoryNotes(folder.Path).About("a", ["b"]).Single().Text, Is.EqualTo("text é"));
        File.WriteAllText(file, "{ no");
        Assert.That(() => new MemoryNotes(folder.Path).About("a", ["b"]), Throws.TypeOf<RecordFormatException>());
    }
}
