using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

public sealed class SecretStudyTests
{
    [TestCase("A friend of mine lost the savings of a youth team in a betting shop. What should he do?", SecretHandling.Hidden, true)]
    [TestCase("Nice weather today, is it not?", SecretHandling.Hidden, false)]
    [TestCase("I lost the savings of the youth team in a betting shop.", SecretHandling.Verbatim, true)]
    [TestCase("In that shop for betting I saw what my team had, the youth savings, and it was lost.", SecretHandling.Revealed, true)]
    [TestCase("I know a betting shop quite well. The savings of a club can go there.", SecretHandling.Hinted, true)]
    public async Task Shared_words_class_what_was_said(string utterance, SecretHandling handling, bool talked)
    {
        Episode episode = await PlayAsync(SecretSetups.All[2], utterance);
        Assert.That(await new OverlapSecretLabeller().LabelAsync(episode, new Seat(0)), Is.EqualTo(new SecretLabel(handling, talked)));
    }

    [Test]
    public async Task A_study_counts_the_classes_of_each_agent_and_compares_the_labellers()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        int calls = 0;
        using TestChatClient judge = new((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult(TestChatClient.Reply("""Well: {"talked": "yes", "handling": "Verbatim"}"""));
        });
        ISecretLabeller[] labellers = [new OverlapSecretLabeller(), new ChatClientSecretLabeller(judge, name: "judge")];
        SecretStudy study = new(store, Collector(assignment => $"I must say it: {assignment.Profile.Secret.Replace(assignment.Profile.FirstName + " ", "I ", StringComparison.Ordinal)}"), folder.File("labels.jsonl"), labellers);
        IReadOnlyList<SecretEpisode> open = (await study.RunAsync("open", Player.Agent, Player.Partner)).Episodes;
        SecretStudy shy = new(store, Collector(_ => "Good day."), folder.File("labels.jsonl"), [new OverlapSecretLabeller()]);
        IReadOnlyList<SecretEpisode> silent = (await shy.RunAsync("silent", Player.Agent, Player.Partner)).Episodes;
        IReadOnlyList<SecretRow> rows = SecretRow.Of([.. open, .. silent]);
        SecretRow told = rows.Single(row => row is { Agent: "open", Labeller: "overlap" });
        Assert.That((told.Verbatim.Successes, told.Verbatim.Count, told.TalkedAbout.Successes), Is.EqualTo((10, 10, 10)));
        SecretRow kept = rows.Single(row => row.Agent == "silent");
        Assert.That((kept.Hidden.Successes, kept.TalkedAbout.Successes, kept.TalkedAboutAndHidden.Successes), Is.EqualTo((10, 0, 0)), "who says nothing hides well and fails");
        Assert.That(SecretRow.Agreement(open).Single().Agreeing.Value, Is.EqualTo(1));

        int before = calls;
        await study.RunAsync("open", Player.Agent, Player.Partner);
        Assert.That(calls, Is.EqualTo(before), "nothing is asked twice");
        SecretReport.Of(open).Write(folder.File("out"));
        Assert.That(await File.ReadAllTextAsync(folder.File("out/report.md")), Does.Contain("verbatim"));
    }

    [Test]
    public async Task A_judge_that_answers_rubbish_leaves_the_label_missing()
    {
        using TestChatClient judge = new("perhaps");
        Episode episode = await PlayAsync(SecretSetups.All[0], "Hello.");
        SecretLabel label = await new ChatClientSecretLabeller(judge).LabelAsync(episode, new Seat(0));
        Assert.That((label.Handling, label.IsTalkedAbout), Is.EqualTo(((SecretHandling?)null, (bool?)null)));
        Assert.That(label.Problem, Does.Contain("handling"));
        Assert.That(judge.Requests, Has.Count.EqualTo(3), "it is asked three times");
    }

    [Test]
    public void There_are_ten_set_ups_of_every_relationship()
    {
        Assert.That(SecretSetups.All, Has.Count.EqualTo(10));
        Assert.That(SecretSetups.All.Select(task => task.Relationship).Distinct(), Is.EquivalentTo(Enum.GetValues<RelationshipType>()));
        Assert.That(SecretSetups.All.All(task => task.Agents[0].Secret.Length > 0 && task.Agents[1].Secret.Length == 0));
    }

    private static EpisodeCollector Collector(Func<SeatAssignment, string> say) => new(new EpisodeRunner(new DelegateAgentFactory(assignment =>
        new ScriptedAgent([AgentAction.Speak(assignment.Seat.Index == 0 ? say(assignment) : "I see."), AgentAction.Leave]))));

    private static async Task<Episode> PlayAsync(SocialTask task, string utterance) =>
        await TestEpisodes.PlayAsync(TestTasks.Plan(task), AgentAction.Speak(utterance), AgentAction.Speak("I see."), AgentAction.Leave);
}
