using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Tests;

/// <summary>Throws damaged records at the readers of profiles, episode logs and stores.</summary>
internal static class ReaderFuzz
{
    private const string Profile = """{"pk": "p", "first_name": "A", "last_name": "B", "age": 3, "moral_values": ["x"], "secret": "s", "env_id": "e", "scenario": "S", "agent_goals": ["g", "h"], "relationship": 3, "age_constraint": "[(18, 70), (18, 70)]", "agent_constraint": [["a"], []], "game_metadata": {"k": [1]}, "agent_1_id": "a", "agent_2_id": "b", "agent_ids": ["a", "b"]}""";

    private const string Log = """{"pk": "l", "environment": "e", "agents": ["a", "b"], "tag": "t", "models": ["j", "m", "n"], "messages": [[["Environment", "A B", "x's background: "], ["Environment", "C D", "y"], ["A B", "Environment", "said: \"hi\""], ["C D", "Environment", "did nothing"]], [["Environment", "A B", "z"]]], "reasoning": "r\nAgent 1 is leaving; ", "rewards": [[1.5, {"goal": 2.0}], 0.0], "rewards_prompt": "p", "episode_id": "l", "environment_id": "e", "agent_ids": ["a", "b"], "raw_messages": [], "raw_rewards": [0.0, [1, {}]]}""";

    private static readonly EnvironmentProfile Environment = new("e", "S", ["g", "h"]);

    private static readonly AgentProfile[] Agents = [new("a", "A", "B"), new("b", "C", "D")];

    /// <summary>Runs all readers on one damaged record.</summary>
    /// <returns>What was thrown beside the documented exception; <see langword="null"/> when all is well.</returns>
    public static string? Run(int seed)
    {
        Random random = new(seed);
        JsonNode record = JsonNode.Parse(random.Next(2) == 0 ? Profile : Log)!;
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            Damage(record, random);
        }

        using JsonDocument document = JsonDocument.Parse(record.ToJsonString().Replace("HALF", "\\ud800", StringComparison.Ordinal));
        JsonElement json = document.RootElement;
        Action[] readers =
        [
            () => ProfileJson.ReadAgent(json), () => ProfileJson.ReadEnvironment(json), () => ProfileJson.ReadRelationship(json), () => ProfileJson.ReadCombination(json),
            () => AgeConstraint.Parse(ProfileJson.ReadEnvironment(json).AgeConstraint ?? ""),
            () => EpisodeLogReader.Read(EpisodeLogJson.Read(json), id => id == "e" ? Environment : null, id => Agents.FirstOrDefault(agent => agent.Id == id)),
            () => EpisodeLines.Read(json), () => EpisodeLogFiles.Read(json), () => ReferenceRecordJson.ReadEnvironmentList(json), () => ReferenceRecordJson.ReadAnnotation(json),
        ];
        return readers.Select(Thrown).FirstOrDefault(thrown => thrown is not null) is { } found ? $"seed {seed}: {found}\n{json}" : null;
    }

    private static string? Thrown(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (RecordFormatException)
        {
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    /// <summary>Replaces or removes something at a random depth.</summary>
    private static void Damage(JsonNode node, Random random)
    {
        if (node is JsonObject { Count: > 0 } members)
        {
            string key = members.ElementAt(random.Next(members.Count)).Key;
            if (members[key] is JsonObject or JsonArray && random.Next(3) > 0)
            {
                Damage(members[key]!, random);
            }
            else if (random.Next(4) == 0)
            {
                members.Remove(key);
            }
            else
            {
                members[key] = Any(random);
            }
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            int index = random.Next(items.Count);
            if (items[index] is JsonObject or JsonArray && random.Next(3) > 0)
            {
                Damage(items[index]!, random);
            }
            else
            {
                items[index] = Any(random);
            }
        }
    }

    private static JsonNode? Any(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => "",
        2 => "text \u0000 <p> [private to ['A B']]  said: \"x\"",
        3 => "HALF",
        4 => -1,
        5 => JsonNode.Parse("1e999"),
        6 => JsonNode.Parse("99999999999999999999"),
        7 => true,
        8 => new JsonArray(),
        9 => new JsonObject { [random.Next(2) == 0 ? "HALF" : "k"] = 1 },
        10 => "said: \"",
        _ => new JsonArray("a", 5, new JsonArray(new JsonObject { ["x"] = null })),
    };
}
