using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes and reads the rules of an episode.</summary>
internal static class OptionsJson
{
    public static void Write(Utf8JsonWriter json, EpisodeOptions options)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", options.Seed);
        json.WriteString("order", options.Order.ToString());
        json.WriteNumber("max_turns", options.MaxTurns);
        json.WriteNumber("max_stale_turns", options.MaxStaleTurns);
        json.WriteString("turn_limit", options.TurnLimit.ToString());
        json.WriteString("semantics", options.Semantics.ToString());
        json.WriteBoolean("omniscient", options.Omniscient);
        json.WriteBoolean("lite", options.Lite);
        json.WriteBoolean("hide_unknown", options.HideUnknown);
        json.WriteStartArray("hint_tags");
        foreach (string tag in options.HintTags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static EpisodeOptions Read(JsonFields fields) => new()
    {
        Seed = fields.Long("seed"),
        Order = Named<TurnOrder>(fields, "order"),
        MaxTurns = fields.Integer("max_turns"),
        MaxStaleTurns = fields.Integer("max_stale_turns"),
        TurnLimit = Named<TurnLimit>(fields, "turn_limit"),
        Semantics = Named<SotopiaSemantics>(fields, "semantics"),
        Omniscient = fields.Flag("omniscient"),
        Lite = fields.Flag("lite"),
        HideUnknown = fields.Flag("hide_unknown"),
        HintTags = fields.Texts("hint_tags"),
    };

    private static T Named<T>(JsonFields fields, string key)
        where T : struct, Enum => Enum.TryParse(fields.Text(key), out T value) && Enum.IsDefined(value)
        ? value
        : throw new RecordFormatException(key, $"found \"{fields.Text(key)}\", wanted one of {string.Join(", ", Enum.GetNames<T>())}");
}
