namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class TranscriptTests
{
    private const string Hostile = "<script>alert(1)</script> [red]x[/] </table> **b** & \"q\"\nnext \\ `c` | [a](javascript:x) \u001b[31m";

    private static async Task<Episode> EpisodeAsync(params AgentAction[] actions)
    {
        DialogueEnvironment environment = new();
        EpisodePlan plan = TestTasks.Plan(TestTasks.Four());
        return new Episode(plan.Key, plan.Seats, await TestTasks.PlayAsync(environment, environment.Begin(plan.Task, plan.Options), actions));
    }

    [Test]
    public async Task Of_has_one_fact_on_a_line()
    {
        Episode episode = await EpisodeAsync(AgentAction.Speak("Hi \"all\".\nSo?"), AgentAction.Speak("psst") with { Recipients = [new Seat(2)] }, AgentAction.None, AgentAction.Leave);
        string[] lines = Transcript.Of(episode).Split('\n');
        Assert.That(lines[..2], Is.EqualTo(new[] { "Scenario: Four people plan a trip.", "Participants: Ada Reed, Ben Cole, Cy Dunn, and Dee" }));
        Assert.That(lines[2], Does.StartWith("Ada Reed's background: Ada Reed is a 34-year-old female baker.").And.EndWith("Ada's secrets: She cannot swim."));
        Assert.That(lines[6..], Is.EqualTo(new[]
        {
            "Ada Reed's goal: Go to the sea.", "Ben Cole's goal: Go to the hills.", "Cy Dunn's goal: Stay at home.", "Dee's goal: Agree soon.",
            "Turn #1: Ada Reed said: \"Hi \"all\".\\nSo?\"",
            "Turn #2: Ben Cole [private to Cy Dunn] said: \"psst\"",
            "Turn #3: Cy Dunn did nothing",
            "Turn #4: Dee left the conversation",
            "",
        }));
    }

    [Test]
    public async Task Html_and_markdown_encode_everything()
    {
        Episode episode = await EpisodeAsync(AgentAction.Speak(Hostile), new AgentAction(ActionType.Action, Hostile) { Recipients = [new Seat(0)] });
        string html = Transcript.ToHtml(episode);
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("</table"));
        Assert.That(html, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.Contain("class=\"private\""));
        string markdown = Transcript.ToMarkdown(episode);
        Assert.That(markdown, Does.Not.Contain("<script").And.Not.Contain("[red]").And.Not.Contain("[a](").And.Not.Contain("**b**"));
        Assert.That(markdown, Does.Contain("\\[red\\]").And.Contain("&lt;script\\>").And.Contain("*(private)*"));
    }

    [Test]
    public async Task A_failed_turn_is_marked()
    {
        Episode episode = await EpisodeAsync(AgentAction.None);
        AgentTurn failed = new(AgentAction.None) { Failure = new AgentFailure(AgentFailure.Parse, "<no> json", "x") };
        episode = episode with { State = episode.State with { Turns = [new TurnRecord(0, new Dictionary<Seat, AgentTurn> { [new Seat(0)] = failed })] } };
        Assert.That(Transcript.ToHtml(episode), Does.Contain("no valid reply: parse: &lt;no&gt; json"));
        Assert.That(Transcript.ToMarkdown(episode), Does.Contain("no valid reply\\: parse\\: &lt;no\\> json"));
    }
}
