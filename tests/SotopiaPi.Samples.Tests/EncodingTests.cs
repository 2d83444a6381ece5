using SotopiaPi.Samples.SelfTraining;
using SotopiaPi.Testing;
using Spectre.Console.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>What models say is shown as text, never as markup.</summary>
public sealed class EncodingTests
{
    private const string Nasty = "<script>alert(1)</script> [red] </table> [/] [[";

    [Test]
    public async Task The_report_and_the_terminal_show_what_an_agent_said_as_it_said_it()
    {
        using TemporaryFolder folder = new();
        InMemoryEpisodeStore store = new();
        SocialTask task = new OfflineTaskSource(1, 1)[0];
        EpisodePlan plan = PlanBuilder.Build("base", [task], [[new Player("agent", new ModelRef(Nasty)), Player.Partner]], 1, new EpisodeOptions { MaxTurns = 4 }, null)[0];
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(_ => AgentAction.Speak(Nasty))));
        Episode episode = await runner.PlayToEndAsync(plan);
        await store.TryAppendAsync(new EpisodeStored(episode.Key, episode));

        PlayOutcome outcome = new([], [episode.Key], [Nasty], []);
        World world = OfflineWorldSetup.Create(Arguments(folder), null) with { HeldOut = [task], Notes = [Nasty] };
        ReportModel report = new(1, 1, false, [new MethodResult(Nasty, 1, null, null, null, null, 0, null)], [], [new Finding(Nasty, false, null)], [new RoundResult(Nasty, 1, 1, 1, 1, 1, [0.5])]) { Notes = [Nasty] };
        RoundReport round = new(Nasty, "", "", 1, 1, 1, 1, 1, 0, 1, [0.5]) { Collection = "base", Judge = Nasty, Rules = [new FilterRuleCount(Nasty, true, 1)], Failures = [Nasty] };
        using UsageLedger usage = new();
        usage.Add(Nasty, Nasty, null);
        await ReportFiles.WriteAsync(folder.Path, report, [round], usage, store, new Dictionary<string, MethodRows> { ["base"] = new("base", outcome, null, null) }, world, default);
        string html = await File.ReadAllTextAsync(folder.File("report.html"));
        Assert.That(html, Does.Not.Contain("<script>").And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;"));
        Assert.That(html.Split("</table>"), Has.Length.LessThanOrEqualTo(6), "only our own tables end");

        using TestConsole console = new TestConsole().Width(400);
        ResultTable.Write(console, report);
        Assert.That(console.Output, Does.Contain(Nasty));
    }

    private static Arguments Arguments(TemporaryFolder folder) => new() { Out = folder.Path, Seed = 1, Recipe = Recipe.Tiny, Resume = false, Device = "cpu", Model = "model", Limit = 1 };
}
