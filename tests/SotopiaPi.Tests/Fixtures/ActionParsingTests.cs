using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>
/// The raw replies of an agent, with one repair call. What the reference reads at once is read alike. What it sends to repair is either repaired alike, or read here
/// without a call because its meaning is clear; these deliberate differences are listed by what is read.
/// </summary>
[TestFixture]
[Category("Fixtures.platform")]
internal sealed class ActionParsingTests
{
    private const string Folder = "platform/evaluation";
    private const string Repaired = """{"action_type": "speak", "argument": "REPAIRED", "to": []}""";

    /// <summary>Read without a repair call where the reference makes one: the reply and the argument that is read.</summary>
    private static readonly Dictionary<string, string> ReadAtOnce = new()
    {
        ["""Answer: {"action_type": "speak", "argument": "Hi", "to": []} and {more}"""] = "Hi",
        ["""{"properties": {"action_type": "speak", "argument": "Hi", "to": []}}"""] = "Hi",
        ["""{"description": "x", "properties": {"action_type": "leave", "argument": "", "to": []}, "required": []}"""] = "",
        ["""{"action_type": "Speak", "argument": "Hi", "to": []}"""] = "Hi",
        ["""{"action_type": " speak ", "argument": "Hi", "to": []}"""] = "Hi",
        ["""{"action_type": "leave", "to": []}"""] = "",
        ["""{"action_type": "speak", "argument": 5, "to": []}"""] = "5",
        ["""{"action_type": "speak", "argument": null, "to": []}"""] = "",
        ["""{"action_type": "speak", "argument": "Hi", "to": [], "mood": "glad"}"""] = "Hi",
        ["""{"action_type": "speak", "argument": "Hi", "to": null}"""] = "Hi",
        ["""{"action_type": "speak", "argument": "Hi", "to": "Ben Cole"}"""] = "Hi",
        ["""{"action_type": "speak", "argument": "Hi"}"""] = "Hi",
        ["```json\n{\"action_type\": \"speak\", \"argument\": \"Hi\", \"to\": []}\n```"] = "Hi",
        ["```\n{\"action_type\": \"speak\", \"argument\": \"Hi\", \"to\": []}\n```"] = "Hi",
        ["Sure:\n{\"action_type\": \"speak\", \"argument\": \"Hi\", \"to\": []}"] = "Hi",
        ["{\"action_type\": \"speak\", \"argument\": \"Hi\", \"to\": []}\nDone."] = "Hi",
        ["{\"action_type\": \"speak\", \"argument\": \"line\nbreak\", \"to\": []}"] = "line\nbreak",
        ["""{'action_type': 'speak', 'argument': 'single', 'to': []}"""] = "single",
        ["""{"action_type": "speak", "argument": "trailing comma", "to": [],}"""] = "trailing comma",
        ["""{action_type: "speak", argument: "bare keys", to: []}"""] = "bare keys",
        ["""[{"action_type": "speak", "argument": "Hi", "to": []}]"""] = "Hi",
        ["""{"action_type": "speak", "argument": "Hi", "to": []}{"action_type": "speak", "argument": "Hi", "to": []}"""] = "Hi",
        ["""{"Action_type": "speak", "Argument": "case", "to": []}"""] = "case",
    };

    private static IEnumerable<string> Files() => SharedFolder.Cases(Folder, "action_parsing.json");

    [TestCaseSource(nameof(Files))]
    public async Task Replies_become_the_actions_of_the_reference_or_better(string file)
    {
        foreach (JsonElement test in PlatformFixture.Read(SharedFolder.RequireCase(Folder, file)).GetProperty("cases").EnumerateArray())
        {
            foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
            {
                await CheckAsync(test.GetProperty("reply").GetString()!, test.GetProperty("result").Of(version)!.Value, semantics);
            }
        }
    }

    [TestCase("v2023", 0.7f)]
    [TestCase("head", null)]
    public async Task The_repair_call_is_that_of_the_reference(string version, float? temperature)
    {
        JsonElement expected = PlatformFixture.Read(SharedFolder.Fixture($"{Folder}/repair_call.json")).GetProperty(version);
        PromptPack pack = ReferencePacks.Of(version == "v2023" ? SotopiaSemantics.V2023 : SotopiaSemantics.Current);
        using TestChatClient agent = new("not json <1>");
        using TestChatClient repair = new(expected.GetProperty("reply").GetString()!);
        ChatClientAgent asked = new(agent, new PromptBuilder(pack), new ChatClientAgentOptions { RepairTemperature = temperature }, repair: repair);
        AgentTurn turn = await asked.ActAsync(TestObservations.First());
        (IReadOnlyList<ChatMessage> messages, ChatOptions? options) = repair.Requests.Single();
        Assert.That(messages.Single().Text, Is.EqualTo(expected.GetProperty("prompt").GetString()));
        Assert.That(options!.Temperature, Is.EqualTo((float?)expected.GetProperty("temperature").Deserialize<double?>()));
        Assert.That((turn.Failure, turn.Action.Argument), Is.EqualTo(((AgentFailure?)null, "x")));
    }

    private static async Task CheckAsync(string reply, JsonElement result, SotopiaSemantics semantics)
    {
        using TestChatClient agent = new(reply);
        using TestChatClient repair = new(Repaired);
        ChatClientAgent asked = new(agent, new PromptBuilder(PromptPack.Default), repair: repair);
        Observation observation = TestObservations.First(semantics);
        AgentTurn turn = await asked.ActAsync(observation);
        JsonElement expected = result.GetProperty("agenerate_action");
        string name = $"{reply} {semantics}";
        Assert.That(turn.Failure, Is.Null, name);
        Assert.That(turn.Reply!.Text, Is.EqualTo(reply), name);
        if (result.GetProperty("llm_calls").GetInt32() == 2 && ReadAtOnce.TryGetValue(reply, out string? argument))
        {
            Assert.That((repair.Requests.Count, turn.Action.Argument), Is.EqualTo((0, argument)), name);
            return;
        }

        Assert.That(1 + repair.Requests.Count, Is.EqualTo(result.GetProperty("llm_calls").GetInt32()), name);
        Assert.That((turn.Action.Type.Name, turn.Action.Argument), Is.EqualTo((expected.GetProperty("action_type").GetString(), expected.GetProperty("argument").GetString())), name);
        string?[] to = expected.TryGetProperty("to", out JsonElement names) ? [.. names.Texts()] : [];
        Assert.That(turn.Action.Recipients.Select(seat => seat.Index switch { 0 => "Ada Reed", 1 => "Ben Cole", _ => "Nobody" }), Is.EqualTo(to), name);
    }
}
