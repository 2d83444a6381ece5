using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>With the reference's texts, judges are asked exactly what the reference asks.</summary>
[TestFixture]
[Category("Fixtures.platform")]
internal sealed class JudgePromptTests
{
    public static IEnumerable<string> Renderings() => SharedFolder.Cases("platform/rendering", "render_*.json");

    public static IEnumerable<string> Episodes() => SharedFolder.Cases("platform/episodes", "*_*.json");

    [TestCaseSource(nameof(Renderings))]
    public async Task Whole_prompts_are_those_of_the_reference(string name)
    {
        JsonElement test = PlatformFixture.Read(SharedFolder.RequireCase("platform/rendering", name));
        SocialTask task = PlatformFixture.Task(test);
        foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
        {
            Queue<string>[] scripts = [.. new[] { "agent_1", "agent_2" }.Select(agent => new Queue<string>(test.GetProperty("script").GetProperty(agent).EnumerateArray().Select(reply => reply.GetProperty("by_version").GetProperty(version).GetString()!)))];
            DialogueEnvironment environment = new();
            EpisodeState state = environment.Begin(task, new EpisodeOptions { Semantics = semantics });
            while (environment.ActiveSeats(state) is [Seat seat] && scripts[seat.Index].Count > 0)
            {
                state = await TestTasks.PlayAsync(environment, state, ActionFormat.Parse(scripts[seat.Index].Dequeue(), ActionType.All).Action!);
            }

            string expected = test.GetProperty("versions").GetProperty(version).GetProperty("evaluator_prompt").GetString()!;
            Assert.That(Ask(new Episode("key", [], state), version), Is.EqualTo(expected), version);
        }
    }

    [TestCaseSource(nameof(Episodes))]
    public void Judges_of_the_recorded_episodes_read_what_the_reference_reads(string name)
    {
        JsonElement test = PlatformFixture.Read(SharedFolder.RequireCase("platform/episodes", name));
        foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
        {
            JsonElement? expected = test.GetProperty("versions").Of(version);
            foreach (JsonElement call in expected?.GetProperty("llm_calls").EnumerateArray().Where(call => call.GetProperty("caller").GetString() == "evaluator") ?? [])
            {
                string prompt = Ask(new Episode("key", [], Told(test, expected!.Value, semantics)), version);
                if (call.TryGetProperty("history_part", out JsonElement history) && history.ValueKind == JsonValueKind.String)
                {
                    Assert.That(prompt[..prompt.IndexOf("Based on previous interactions", StringComparison.Ordinal)], Is.EqualTo(history.GetString()), version);
                }

                Assert.That(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))), Is.EqualTo(call.GetProperty("prompt_sha256").GetString()), version);
            }
        }
    }

    /// <summary>Play of 2023 with the recorded replies of the judge gives the recorded rewards, comments and judge's prompt. (Head loses its ratings, which ours keeps.)</summary>
    [TestCaseSource(nameof(Episodes))]
    public async Task Recorded_replies_of_the_judge_give_the_recorded_log(string name)
    {
        JsonElement test = PlatformFixture.Read(SharedFolder.RequireCase("platform/episodes", name));
        if (test.GetProperty("versions").Of("v2023") is not { } expected)
        {
            return;
        }

        JsonElement[] calls = [.. expected.GetProperty("llm_calls").EnumerateArray().SkipWhile(call => call.GetProperty("caller").GetString() != "evaluator")];
        Queue<string> replies = new(calls.Select(call => call.GetProperty("reply").GetString()!));
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
        ChatClientEvaluator judge = new(client, new ChatClientEvaluatorOptions { MaxAttempts = calls.Length }, new JudgePrompt(Pack("v2023")));
        JsonElement recorded = expected.GetProperty("episode_log_as_stored");
        SocialTask task = PlatformFixture.Task(test, "env");
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent"))];
        Episode episode = new("key", seats, Told(test, expected, SotopiaSemantics.V2023));
        EpisodeLog log = EpisodeLogWriter.Write(episode, await judge.EvaluateAsync(episode));
        JsonNode written = EpisodeLogJson.Write(log, ReferenceVersion.V2023);
        Assert.That(PythonJson.Write(written["rewards"]), Is.EqualTo(PythonJson.Write(JsonNode.Parse(recorded.GetProperty("rewards").GetRawText()))));
        string reasons = recorded.GetProperty("reasoning").GetString()!;
        Assert.That(log.Reasoning[log.Reasoning.IndexOf('\n', StringComparison.Ordinal)..], Is.EqualTo(reasons[reasons.IndexOf('\n', StringComparison.Ordinal)..]));
        if (calls.Length == 1 && recorded.GetProperty("rewards_prompt") is { ValueKind: JsonValueKind.Object } prompt)
        {
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(log.RewardsPrompt))), Is.EqualTo(prompt.GetProperty("sha256").GetString()));
        }
    }

    private static EpisodeState Told(JsonElement test, JsonElement expected, SotopiaSemantics semantics)
    {
        SocialTask task = PlatformFixture.Task(test, "env");
        EpisodeState state = new DialogueEnvironment().Begin(task, new EpisodeOptions { Semantics = semantics });
        foreach (JsonElement step in expected.GetProperty("steps").EnumerateArray())
        {
            Seat[] acting = [.. task.Seats.Where(seat => step.GetProperty("mask")[seat.Index].GetBoolean())];
            Dictionary<Seat, AgentTurn> turns = acting.ToDictionary(seat => seat, seat => new AgentTurn(Action(task, step.GetProperty("submitted_actions").GetProperty(task.Agents[seat.Index].Name))));
            state = state with { Turn = state.Turn + 1, Turns = [.. state.Turns, new TurnRecord(state.Turn, turns)] };
        }

        return state;
    }

    private static AgentAction Action(SocialTask task, JsonElement action) => new(new ActionType(action.GetProperty("action_type").GetString()!), action.GetProperty("argument").GetString()!)
    {
        Recipients = action.TryGetProperty("to", out JsonElement to) ? [.. to.Texts().Select(name => task.Seats.Single(seat => task.Agents[seat.Index].Name == name))] : [],
    };

    private static string Ask(Episode episode, string version)
    {
        IReadOnlyList<ChatMessage> messages = new JudgePrompt(Pack(version)).Build(episode, SocialDimension.All);
        return messages.Single().Text;
    }

    private static PromptPack Pack(string version)
    {
        using JsonDocument texts = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("spec/prompts.json")));
        string format = PlatformFixture.Read(SharedFolder.Fixture("platform/evaluation/format_instructions.json")).GetProperty(version).GetProperty("evaluation").GetString()!;
        string judge = texts.RootElement.GetProperty(version == "v2023" ? "platform2023.evaluator.sent" : "head.evaluator.sent").GetString()!
            .Replace("{agent_instruction}", "There are exactly {count} agents. Under the 'evaluations' field, use exactly these keys: [{keys}] (no other keys).\n", StringComparison.Ordinal)
            .Replace("{format_instructions}", format.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), StringComparison.Ordinal);
        JsonObject templates = new() { ["judge_system"] = "", ["judge"] = judge };
        return PromptPack.Parse(new JsonObject { ["name"] = "reference " + version, ["form"] = "single", ["templates"] = templates }.ToJsonString());
    }
}
