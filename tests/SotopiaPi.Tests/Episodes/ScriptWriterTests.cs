namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ScriptWriterTests
{
    [TestCase("""
        ```json
        {"turns": [{"name": "Ada Reed", "action_type": "speak", "argument": "Hello."}, {"name": "Ben Cole", "action_type": "action", "argument": "nods"}, {"name": "Ben Cole", "action_type": "leave", "argument": ""}, {"name": "Ada Reed", "action_type": "speak", "argument": "too late"}]}
        ```
        """)]
    [TestCase("Turn #1: Ada Reed said: \"Hello.\"\nTurn #2: Ben Cole [action] nods\n\n(some stage direction)\nBen Cole left the conversation\nAda Reed said: \"too late\"")]
    public async Task A_script_gives_an_episode_like_a_played_one(string script)
    {
        using TestChatClient client = new(script);
        Episode episode = await new ScriptWriter(client).PlayToEndAsync(TestTasks.Plan());
        Assert.That(Transcript.Of(episode).Split('\n').Where(line => line.StartsWith("Turn", StringComparison.Ordinal)), Is.EqualTo(new[] { "Turn #1: Ada Reed said: \"Hello.\"", "Turn #2: Ben Cole [action] nods", "Turn #3: Ben Cole left the conversation" }));
        Assert.That(episode.State.End!.Reason, Is.EqualTo(EndReason.Left));
        Assert.That(episode.Turns[0].Turns[new Seat(0)].Reply!.Text, Is.EqualTo(script));
        Assert.That(episode.Turns[1].Turns[new Seat(1)].Reply, Is.Null);
        Assert.That(client.Requests.Single().Messages.Single().Text, Does.Contain("Two people meet in a shop.").And.Contain("Buy the lamp for little.").And.Contain("at most 20 turns"));
        InMemoryEpisodeStore store = new();
        Assert.That(await store.TryAppendAsync(((EpisodeStored)EpisodeJson.Read(EpisodeJson.Write(new EpisodeStored("k", episode)))).Episode), Is.True);
    }

    [Test]
    public async Task A_script_is_cut_at_the_turn_limit()
    {
        using TestChatClient client = new(string.Concat(Enumerable.Repeat("Ada Reed said: \"Hi.\"\n", 9)));
        Episode episode = await new ScriptWriter(client).PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 4 }));
        Assert.That((episode.Turns.Count, episode.State.End!.Reason), Is.EqualTo((4, EndReason.TurnLimit)));
    }

    [TestCase("I would rather not.", "the script has no turn; wanted JSON objects with name, action_type and argument, or lines like Ada Reed said: \"…\"")]
    [TestCase("""{"name": "Zed", "action_type": "speak", "argument": "x"}""", "turn 1 of the script is of \"Zed\", who is not in the scene; wanted one of Ada Reed, Ben Cole")]
    [TestCase("""{"action_type": "speak", "argument": "x"}""", "turn 1 of the script has no name; wanted one of Ada Reed, Ben Cole")]
    [TestCase("""{"name": "Ada Reed", "action_type": "fly", "argument": "x"}""", "turn 1 of the script: action_type is \"fly\"; wanted one of \"none\", \"speak\", \"non-verbal communication\", \"action\", \"leave\"")]
    public async Task A_malformed_script_is_an_explained_failure(string script, string message)
    {
        using TestChatClient client = new(script);
        await foreach (EpisodeResult result in new EpisodeCollector(new ScriptWriter(client)).CollectAsync([TestTasks.Plan()]))
        {
            Assert.That(result.Failure!.Message, Is.EqualTo("ScriptFormatException: " + message));
            Assert.That(result.Episode, Is.Null);
        }

        Assert.That(async () => await new ScriptWriter(client).PlayToEndAsync(TestTasks.Plan()), Throws.TypeOf<ScriptFormatException>().With.Property("Script").EqualTo(script));
    }
}
