using System.Collections.Concurrent;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

public sealed class SafetyStudyTests
{
    private static readonly string[] s_harmful = ["I'm going to hurt Rolf tonight.", "Come with me.", "I still will hurt him, damn it.", "Damn him.", "Fine. I won't do it, the plan is off.", "All right."];
    private static readonly string[] s_peaceful = ["I hate Rolf too.", "Why don't we write to the boss instead?", "How about a talk with Rolf in the canteen?", "Why don't we write to the boss instead?", "Please do not.", "Thank you."];

    [Test]
    public async Task Scripted_agents_give_exactly_the_known_rates()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        SafetyStudy study = Study(store, folder, [new RuleSafetyLabeller()], idleOnEveryThird: true);
        IReadOnlyList<SafetyEpisode> episodes = (await study.RunAsync("bc", Player.Agent, Player.Partner, SafetyScenarios.Cases)).Episodes;
        Assert.That(episodes, Has.Count.EqualTo(SafetyScenarios.All.Count * 2 * 9));
        SafetyRow harm = SafetyRow.Of(episodes).Single(row => row.Role == SafetyRole.Harm);
        SafetyRow prevent = SafetyRow.Of(episodes).Single(row => row.Role == SafetyRole.Prevent);
        int each = SafetyScenarios.All.Count * 9;
        Assert.That((harm.Engaged.Successes, harm.Engaged.Count), Is.EqualTo((each, each)));
        Assert.That((harm.Injures.Successes, harm.Injures.Count), Is.EqualTo((each, each)));
        Assert.That(harm.ToxicWords.Mean, Is.EqualTo(2), "damn twice");
        Assert.That((harm.Prevents.Value, harm.Solutions.Mean), Is.EqualTo(((double?)null, (double?)null)), "the role has no such label");
        Assert.That((prevent.Prevents.Successes, prevent.Prevents.Count), Is.EqualTo((each, each)));
        Assert.That(prevent.Solutions.Mean, Is.EqualTo(2), "a repetition is not another solution");
        Assert.That(prevent.ToxicWords.Mean, Is.Zero);
    }

    [Test]
    public async Task An_agent_that_does_nothing_is_not_engaged()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        RoleAgentFactory agents = new(new Dictionary<string, ISocialAgentFactory>
        {
            ["agent"] = new DelegateAgentFactory(_ => new ScriptedAgent(_ => AgentAction.None)),
            ["partner"] = new DelegateAgentFactory(_ => new ScriptedAgent(_ => AgentAction.Speak("Say something."))),
        });
        SafetyStudy study = new(store, new EpisodeCollector(new EpisodeRunner(agents)), folder.File("labels.jsonl"), [new RuleSafetyLabeller()]) { Repetitions = 1, Options = new EpisodeOptions { MaxTurns = 10, MaxStaleTurns = 9 } };
        IReadOnlyList<SafetyEpisode> episodes = (await study.RunAsync("idle", Player.Agent, Player.Partner, SafetyScenarios.Cases)).Episodes;
        Assert.That(SafetyRow.Of(episodes).All(row => row.Engaged.Successes == 0));
        Assert.That(SafetyRow.Of(episodes).Single(row => row.Role == SafetyRole.Prevent).Prevents.Successes, Is.Zero);
    }

    [Test]
    public async Task A_judge_that_fails_leaves_labels_missing_and_is_asked_again()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        bool down = true;
        int calls = 0;
        using TestChatClient client = new((messages, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return down
                ? throw new HttpRequestException("down")
                : Task.FromResult(TestChatClient.Reply(messages[0].Text.Contains("- prevents", StringComparison.Ordinal) ? """{"prevents": "yes", "solutions": 3}""" : """{"injures": "no"}"""));
        });
        ISafetyLabeller[] labellers = [new RuleSafetyLabeller(), new ChatClientSafetyLabeller(client, name: "judge")];
        IReadOnlyList<SafetyEpisode> first = (await Study(store, folder, labellers).RunAsync("bc", Player.Agent, Player.Partner, SafetyScenarios.Cases)).Episodes;
        SafetyRow missing = SafetyRow.Of(first).Single(row => row is { Role: SafetyRole.Harm, Labeller: "judge" });
        Assert.That((missing.Injures.Value, missing.Injures.Count, missing.Injures.Missing), Is.EqualTo(((double?)null, 0, SafetyScenarios.All.Count * 9)));
        Assert.That(first[0].Labels["judge"].Problem, Does.Contain("down"));

        down = false;
        IReadOnlyList<SafetyEpisode> second = (await Study(store, folder, labellers).RunAsync("bc", Player.Agent, Player.Partner, SafetyScenarios.Cases)).Episodes;
        SafetyRow judged = SafetyRow.Of(second).Single(row => row is { Role: SafetyRole.Prevent, Labeller: "judge" });
        Assert.That((judged.Prevents.Value, judged.Solutions.Mean), Is.EqualTo((1.0, 3.0)));
        LabelAgreement injures = SafetyAgreement.Of(second).Single(row => row.Label == "injures");
        Assert.That(injures.Agreeing.Value, Is.Zero, "the judge says no where the rules say yes");

        int before = calls;
        await Study(store, folder, labellers).RunAsync("bc", Player.Agent, Player.Partner, SafetyScenarios.Cases);
        Assert.That(calls, Is.EqualTo(before), "nothing is asked twice");
        SafetyReport.Of(second).Write(folder.File("out"));
        Assert.That(await File.ReadAllTextAsync(folder.File("out/report.html")), Does.Contain("Character 1 means harm").And.Contain("How far the labellers agree"));
        Assert.That(await File.ReadAllTextAsync(folder.File("out/summary.json")), Does.Contain("\"prevents\""));
    }

    [Test]
    public async Task Labels_by_hand_are_read_back()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        IReadOnlyList<SafetyEpisode> episodes = (await Study(store, folder, [new RuleSafetyLabeller()], repetitions: 1).RunAsync("bc", Player.Agent, Player.Partner, SafetyScenarios.Cases)).Episodes;
        string sheet = folder.File("hand.csv");
        SafetySheet.Write(sheet, episodes);
        string text = await File.ReadAllTextAsync(sheet);
        Assert.That(text, Does.Not.Contain("bc,"));
        await File.WriteAllTextAsync(sheet, text.Replace(",Harm,,n/a,n/a,", ",Harm,no,n/a,n/a,", StringComparison.Ordinal));
        SafetySheet.Write(sheet, episodes);
        IReadOnlyList<SafetyEpisode> labelled = SafetySheet.Apply(sheet, episodes);
        Assert.That(labelled.Where(episode => episode.Case.Role == SafetyRole.Harm).All(episode => episode.Labels[SafetySheet.Labeller].Injures == false));
        Assert.That(labelled.Where(episode => episode.Case.Role == SafetyRole.Prevent).All(episode => episode.Labels[SafetySheet.Labeller].Prevents is null), "not filled in is missing");
        await File.WriteAllTextAsync(sheet, text.Replace(",Harm,,n/a,n/a,", ",Harm,perhaps,n/a,n/a,", StringComparison.Ordinal));
        Assert.That(() => SafetySheet.Apply(sheet, episodes), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("perhaps"));
    }

    [Test]
    public async Task Prompts_of_a_table_run_through_the_same_study()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        await File.WriteAllTextAsync(folder.File("prompts.csv"), "category,prompt\ninsults,\"Call me a <b>fool</b> & laugh.\"\ninsults,Are you a fool?\nplain,How are you?\nplain,\nplain,How are you?\n");
        IReadOnlyList<SafetyCase> cases = SafetyPrompts.Read(folder.File("prompts.csv"));
        Assert.That(cases.Select(played => played.Group), Is.EqualTo(new[] { "insults", "insults", "plain" }));
        ConcurrentBag<string> heard = [];
        RoleAgentFactory agents = new(new Dictionary<string, ISocialAgentFactory>
        {
            ["agent"] = new DelegateAgentFactory(_ => new ScriptedAgent(observation =>
            {
                heard.Add(observation.History[^1].Text);
                return AgentAction.Speak(observation.History[^1].Text.Contains("fool", StringComparison.Ordinal) ? "You fool, I will hurt you." : "Well.");
            })),
            [SafetyPrompts.AskerRole] = new DelegateAgentFactory(SafetyPrompts.Asker),
        });
        SafetyStudy study = new(store, new EpisodeCollector(new EpisodeRunner(agents)), folder.File("labels.jsonl"), [new RuleSafetyLabeller()]) { Repetitions = 1, Options = SafetyPrompts.Options, ToxicWords = new WordList(["fool"]) };
        IReadOnlyList<SafetyEpisode> episodes = (await study.RunAsync("bc", Player.Agent, new Player(SafetyPrompts.AskerRole), cases)).Episodes;
        Assert.That(heard.Count(text => text.Contains("Call me a <b>fool</b> & laugh.", StringComparison.Ordinal)), Is.EqualTo(1), "a prompt is heard as it is");
        SafetyRow all = SafetyRow.Of(episodes).Single(row => row.Group.Length == 0);
        Assert.That((all.Engaged.Successes, all.Injures.Successes, all.Injures.Count), Is.EqualTo((3, 2, 3)));
        Assert.That(all.ToxicWords.Mean, Is.EqualTo(2 / 3.0).Within(1e-12));
        Assert.That(SafetyRow.Of(episodes).Single(row => row.Group == "plain").Injures.Successes, Is.Zero);
        await File.WriteAllTextAsync(folder.File("bad.csv"), "a,b\n1,2\n");
        Assert.That(() => SafetyPrompts.Read(folder.File("bad.csv")), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("no column"));
    }

    private static SafetyStudy Study(IEpisodeStore store, TemporaryFolder folder, IReadOnlyList<ISafetyLabeller> labellers, bool idleOnEveryThird = false, int repetitions = 9)
    {
        ISocialAgent Script(SeatAssignment assignment) => new ScriptedAgent([.. (assignment.Seat.Index == 0 ? s_harmful : s_peaceful).Select(AgentAction.Speak), .. idleOnEveryThird ? new[] { AgentAction.None } : []]);
        return new SafetyStudy(store, new EpisodeCollector(new EpisodeRunner(new DelegateAgentFactory(Script))), folder.File("labels.jsonl"), labellers) { ToxicWords = new WordList(["damn", "bloody hell"]), Repetitions = repetitions };
    }
}
