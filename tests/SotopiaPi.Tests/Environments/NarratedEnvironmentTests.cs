namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class NarratedEnvironmentTests
{
    [Test]
    public async Task Events_stand_between_the_turns_and_are_kept()
    {
        NarratedEnvironment environment = new(new DialogueEnvironment(), new RuleNarrator(scene => scene.Turn == 2 ? " It begins to rain. " : null));
        EpisodeState state = await TestTasks.PlayAsync(environment, environment.Begin(TestTasks.Pair(), new EpisodeOptions()), AgentAction.Speak("1"), AgentAction.Speak("2"), AgentAction.Speak("3"));
        Assert.That(state.Turns.Select(turn => string.Join('|', turn.Events)), Is.EqualTo(new[] { "", "It begins to rain.", "" }));
        foreach (EpisodeState view in new[] { state, new EpisodeState(state.Task, state.Options, state.Turn, [.. state.Turns], state.Memories, null) })
        {
            Observation observation = environment.Observe(view, new Seat(0));
            Assert.That(observation.History.Select(message => message.Text), Is.EqualTo(new[] { "Ada Reed said: \"1\"", "Ben Cole said: \"2\"", "It begins to rain.", "Ada Reed said: \"3\"" }));
            Assert.That(observation.TurnTexts[1], Is.EqualTo("Ben Cole said: \"2\";It begins to rain."));
        }

        Assert.That(new PromptBuilder(PromptPack.Default).Build(environment.Observe(state, new Seat(0)))[3].Text, Is.EqualTo("Ben Cole said: \"2\"\n(It begins to rain.)"));
    }

    [Test]
    public async Task A_narrating_model_sees_nothing_private()
    {
        using TestChatClient client = new(" Nothing. ");
        NarratedEnvironment environment = new(new DialogueEnvironment(), new ChatClientNarrator(client));
        EpisodeState state = environment.Begin(TestTasks.Four(), new EpisodeOptions());
        state = await TestTasks.PlayAsync(environment, state, AgentAction.Speak("Hello <p viewer='agent_1'>hidden</p> all"), AgentAction.Speak("psst") with { Recipients = [new Seat(2)] });
        string asked = client.Requests[1].Messages.Single().Text;
        Assert.That(asked, Does.Contain("Ada Reed said: \"Hello  all\"").And.Not.Contain("hidden").And.Not.Contain("psst").And.Not.Contain("sea").And.Not.Contain("swim"));
        Assert.That(state.Turns.SelectMany(turn => turn.Events), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_told_after_the_end()
    {
        NarratedEnvironment environment = new(new DialogueEnvironment(), new RuleNarrator(_ => "x"));
        EpisodeState state = await TestTasks.PlayAsync(environment, environment.Begin(TestTasks.Pair(), new EpisodeOptions()), AgentAction.Leave);
        Assert.That(state.Turns[0].Events, Is.Empty);
        Assert.That(state.End!.Reason, Is.EqualTo(EndReason.Left));
    }
}
