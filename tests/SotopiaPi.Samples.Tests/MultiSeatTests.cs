using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>Six players in a game of hidden roles, as its own process.</summary>
public sealed class MultiSeatTests
{
    [Test]
    public void A_game_is_shown_whole_or_as_a_seat_perceived_it()
    {
        (int code, string output) = Run();
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("[private to ").And.Contain("The wolves are ").And.Contain("End: ").And.Contain("1 of 1 games").And.Contain("turns without a valid action: 0"));
        Assert.That(Run().Output, Is.EqualTo(output), "the seed decides");
        string[] views = [.. Enumerable.Range(0, 6).Select(seat => Run("--as", $"{seat}").Output)];
        Assert.That(views, Has.Exactly(2).Contains("The wolves are "));
        Assert.That(views, Has.Exactly(1).Contains("You are the seer"));
        Assert.That(views, Has.Exactly(3).Contains("You are a villager"));
    }

    [Test]
    public async Task Games_are_kept_and_not_played_twice()
    {
        using TemporaryFolder folder = new();
        (int code, string output) = Run("--games", "3", "--store", folder.File("g.db"), "--html", folder.File("g.html"));
        Assert.That(code, Is.Zero, output);
        Assert.That(File.ReadAllText(folder.File("g.html")), Does.StartWith("<!DOCTYPE html>").And.Contain("class=\"private\""));
        Assert.That(Run("--games", "3", "--store", folder.File("g.db")).Output, Is.EqualTo(output));
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("g.db"));
        Assert.That(store.List(new EpisodeQuery { Tag = "hidden-roles" }), Has.Count.EqualTo(3));
    }

    [Test]
    public void A_model_plays_all_seats_and_learns_what_each_phase_wants()
    {
        using CompatibleServer server = new(0, "talker") { Reply = Play };
        (int code, string output) = Run("--agent-url", server.Url.ToString(), "--agent-model", "talker");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("[choose] ").And.Contain("I am innocent.").And.Contain("turns without a valid action: 0"));
        Assert.That(output, Does.Contain("wolves_won ").Or.Contain("village_won "));
    }

    /// <summary>Names the first player; told that it is gone, the first of those who are possible.</summary>
    private static string Play(JsonNode body)
    {
        string[] texts = [.. body["messages"]!.AsArray().Select(message => (string)message!["content"]!)];
        if (!texts[0].Contains("Kinds of action: choose", StringComparison.Ordinal))
        {
            return """{"action_type": "speak", "argument": "I am innocent."}""";
        }

        string[] possible = texts[^1].Split("possible are ");
        string name = possible.Length > 1 ? possible[^1].Split(',', '.')[0] : "Ada Reed";
        return $$"""{"action_type": "choose", "argument": "{{name}}"}""";
    }

    [TestCase("--help", 0, "social-deduction game of six seats")]
    [TestCase("--games 0", 1, "--games must be at least 1")]
    [TestCase("--agent-url http://localhost:1/v1", 1, "belong together")]
    [TestCase("--agent-url nowhere --agent-model m", 1, "no address of a server")]
    public void Help_and_mistakes_are_explained(string arguments, int code, string message)
    {
        (int exit, string output) = Run(arguments.Split(' '));
        Assert.That(exit, Is.EqualTo(code));
        Assert.That(output, Does.Contain(message).And.Not.Contain("   at SotopiaPi"));
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using SampleProcess process = SampleProcess.StartMultiSeat(arguments);
        return (process.WaitForExit(), process.Output.ReplaceLineEndings("\n"));
    }
}
