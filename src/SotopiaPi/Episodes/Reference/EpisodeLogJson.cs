using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes and reads the documents of <see cref="EpisodeLog"/>s.</summary>
internal static class EpisodeLogJson
{
    public static JsonObject Write(EpisodeLog log, ReferenceVersion version)
    {
        JsonObject json = new()
        {
            ["pk"] = log.Id,
            ["environment"] = log.EnvironmentId,
            ["agents"] = Texts(log.AgentIds),
            ["tag"] = log.Tag,
            ["models"] = log.Models is null ? null : Texts(log.Models),
        };
        if (version == ReferenceVersion.Head)
        {
            json["agent_classes"] = Texts(log.AgentClasses);
        }

        json["messages"] = Messages(log);
        json["reasoning"] = log.Reasoning;
        json["rewards"] = Rewards(log.Rewards);
        json["rewards_prompt"] = log.RewardsPrompt;
        return json;
    }

    /// <exception cref="RecordFormatException">A field is missing or of the wrong type, or there is not one reward for each seat.</exception>
    public static EpisodeLog Read(JsonElement json)
    {
        JsonFields fields = new(json);
        return Checked(new EpisodeLog(fields.Text("pk"), fields.Text("environment"), fields.Texts("agents"), ReadMessages(fields, "messages"))
        {
            Tag = fields.OptionalText("tag"),
            Models = fields["models"] is null ? null : fields.Texts("models"),
            AgentClasses = fields.Texts("agent_classes"),
            Reasoning = fields.Text("reasoning", ""),
            Rewards = ReadRewards(fields, "rewards"),
            RewardsPrompt = fields.Text("rewards_prompt", ""),
        });
    }

    public static EpisodeLog Checked(EpisodeLog log) => log.Rewards.Count == log.AgentIds.Count
        ? log
        : throw new RecordFormatException("rewards", $"found {log.Rewards.Count} rewards for {log.AgentIds.Count} agents, wanted one for each");

    public static JsonArray Messages(EpisodeLog log) =>
        [.. log.Messages.Select(turn => (JsonNode)new JsonArray([.. turn.Select(message => (JsonNode)new JsonArray(message.Sender, message.Receiver, message.Text))]))];

    public static JsonArray Rewards(IEnumerable<EpisodeLogReward> rewards) => [.. rewards.Select(Reward)];

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    public static IReadOnlyList<IReadOnlyList<LoggedMessage>> ReadMessages(JsonFields fields, string key) =>
        [.. fields.List(key).Select(turn => (IReadOnlyList<LoggedMessage>)[.. Items(turn, key).Select(message => ReadMessage(message, key))])];

    public static IReadOnlyList<EpisodeLogReward> ReadRewards(JsonFields fields, string key) => [.. fields.List(key).Select(reward => ReadReward(reward, key))];

    private static JsonNode Reward(EpisodeLogReward reward)
    {
        if (reward.Dimensions is null)
        {
            return JsonValue.Create(reward.Overall);
        }

        JsonObject dimensions = [.. reward.Dimensions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))];
        return new JsonArray(JsonValue.Create(reward.Overall), dimensions);
    }

    private static LoggedMessage ReadMessage(JsonElement message, string key)
    {
        JsonElement[] parts = [.. Items(message, key)];
        return parts.Length == 3
            ? new LoggedMessage(JsonFields.TextOf(parts[0], key), JsonFields.TextOf(parts[1], key), JsonFields.TextOf(parts[2], key))
            : throw new RecordFormatException(key, $"found {JsonFields.Shown(message)}, wanted sender, receiver and text");
    }

    private static EpisodeLogReward ReadReward(JsonElement reward, string key)
    {
        if (reward.ValueKind == JsonValueKind.Number)
        {
            return new EpisodeLogReward(Number(reward, key), null);
        }

        JsonElement[] parts = [.. Items(reward, key)];
        return parts is [_, { ValueKind: JsonValueKind.Object } dimensions]
            ? new EpisodeLogReward(Number(parts[0], key), [.. dimensions.EnumerateObject().Select(pair => KeyValuePair.Create(JsonFields.NameOf(pair, key), Number(pair.Value, key)))])
            : throw new RecordFormatException(key, $"found {JsonFields.Shown(reward)}, wanted a number, or a number and an object of numbers");
    }

    private static double Number(JsonElement value, string key) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : throw new RecordFormatException(key, $"found {JsonFields.Shown(value)}, wanted a number");

    private static JsonElement.ArrayEnumerator Items(JsonElement value, string key) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw new RecordFormatException(key, $"found {JsonFields.Shown(value)}, wanted a list");
}
