using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>The reference's rule for the end of an episode, on its own: given messages of both agents, is it over, and in which words?</summary>
[TestFixture]
[Category("Fixtures.platform")]
internal sealed class RuleBasedTerminationTests
{
    private const string Folder = "platform/evaluation";

    /// <summary>A limit of no idle turn at all is refused here: such an episode ends before everyone has spoken.</summary>
    private const string Refused = "stale_limit_0";

    private static IEnumerable<string> Files() => SharedFolder.Cases(Folder, "rule_based_termination.json");

    [TestCaseSource(nameof(Files))]
    public void Episodes_end_as_the_reference_ends_them(string file)
    {
        foreach (JsonElement test in PlatformFixture.Read(SharedFolder.RequireCase(Folder, file)).GetProperty("cases").EnumerateArray())
        {
            foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
            {
                Check(test, test.GetProperty("result").Of(version)!.Value, semantics);
            }
        }
    }

    private static void Check(JsonElement test, JsonElement expected, SotopiaSemantics semantics)
    {
        string name = test.GetProperty("name").GetString()!;
        int idle = test.GetProperty("max_stale_turn").GetInt32();
        if (name == Refused)
        {
            Assert.That(() => new EpisodeOptions { MaxStaleTurns = idle }, Throws.InstanceOf<ArgumentOutOfRangeException>());
            return;
        }

        SocialTask task = TestTasks.Pair();
        string[] names = [.. task.Agents.Select(agent => agent.Name)];
        TurnRecord[] turns = [.. Turns(test.GetProperty("messages"), names)];
        EpisodeOptions options = new() { Order = TurnOrder.Simultaneous, Semantics = semantics, TurnLimit = TurnLimit.Reference, MaxTurns = test.GetProperty("max_turn_number").GetInt32(), MaxStaleTurns = idle };
        EpisodeState state = new(task, options, test.GetProperty("turn_number").GetInt32(), turns, new Dictionary<Seat, string>(), null);
        Seat[] present = [.. task.Seats.Where(seat => turns.Length == 0 || turns[^1].Turns[seat].Action.Type != ActionType.Leave)];
        EpisodeState after = state with { End = Termination.After(state, present, names) };
        Assert.That(after.End is not null, Is.EqualTo(expected.GetProperty("terminated").GetBoolean()), $"{name} {semantics}");
        Assert.That(EpisodeLogWriter.Comments(after), Is.EqualTo($"Environment comments: terminated: {expected.GetProperty("reasons").GetString()}"), $"{name} {semantics}");
    }

    private static IEnumerable<TurnRecord> Turns(JsonElement messages, string[] names)
    {
        Dictionary<Seat, AgentTurn> acts = [];
        int turn = 0;
        foreach (JsonElement message in messages.EnumerateArray().Where(message => message[0].GetString() != "Environment"))
        {
            acts[new Seat(Array.IndexOf(names, message[0].GetString()))] = new AgentTurn(new AgentAction(new ActionType(message[1].GetString()!)));
            if (acts.Count == names.Length)
            {
                yield return new TurnRecord(turn++, acts);
                acts = [];
            }
        }
    }
}
