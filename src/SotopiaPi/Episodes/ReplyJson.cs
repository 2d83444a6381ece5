using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Writes and reads what a model was asked and answered.</summary>
internal static class ReplyJson
{
    /// <param name="json">The output.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="before">The prompt of the same seat's reply before; what is equal at the start is written as a count.</param>
    public static void Write(Utf8JsonWriter json, ModelReply reply, IReadOnlyList<ChatMessage> before)
    {
        int kept = SharedMessages.CommonStart(reply.Prompt, before);
        json.WriteStartObject();
        json.WriteNumber("kept", kept);
        json.WriteStartArray("prompt");
        for (int i = kept; i < reply.Prompt.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("role", reply.Prompt[i].Role.Value);
            json.WriteString("text", reply.Prompt[i].Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("text", reply.Text);
        json.WriteString("model", reply.ModelId);
        if (reply.Usage is { } usage)
        {
            json.WriteStartObject("usage");
            Number(json, "input", usage.InputTokenCount);
            Number(json, "output", usage.OutputTokenCount);
            Number(json, "total", usage.TotalTokenCount);
            Number(json, "cached", usage.CachedInputTokenCount);
            Number(json, "reasoning", usage.ReasoningTokenCount);
            json.WriteEndObject();
        }

        WriteTokens(json, reply);
        json.WriteEndObject();
    }

    public static ModelReply Read(JsonFields fields, IReadOnlyList<ChatMessage> before)
    {
        int kept = fields.Integer("kept", 0);
        if (kept < 0 || kept > before.Count)
        {
            throw new RecordFormatException("kept", $"found {kept}, wanted at most the {before.Count} messages of the prompt before");
        }

        List<ChatMessage> prompt = [.. before.Take(kept)];
        foreach (JsonElement item in fields.List("prompt"))
        {
            JsonFields message = new(item, "prompt");
            prompt.Add(new ChatMessage(RoleOf(message.Text("role")), message.Text("text")));
        }

        IReadOnlyList<int>? ids = fields["token_ids"] is null ? null : [.. fields.List("token_ids").Select(id => JsonFields.IntegerOf(id, "token_ids"))];
        IReadOnlyList<float>? logProbabilities = fields["log_probabilities"] is null ? null : [.. fields.List("log_probabilities").Select(LogProbability)];
        return new ModelReply(prompt, fields.Text("text"), fields.OptionalText("model"), fields["usage"] is null ? null : ReadUsage(fields.Object("usage")), ids, logProbabilities);
    }

    private static void WriteTokens(Utf8JsonWriter json, ModelReply reply)
    {
        if (reply.TokenIds is { } ids)
        {
            json.WriteStartArray("token_ids");
            foreach (int id in ids)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }

        if (reply.LogProbabilities is { } values)
        {
            json.WriteStartArray("log_probabilities");
            foreach (float value in values)
            {
                if (float.IsFinite(value))
                {
                    json.WriteNumberValue(value);
                }
                else
                {
                    json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
                }
            }

            json.WriteEndArray();
        }
    }

    private static UsageDetails ReadUsage(JsonFields fields) => new()
    {
        InputTokenCount = fields.OptionalLong("input"),
        OutputTokenCount = fields.OptionalLong("output"),
        TotalTokenCount = fields.OptionalLong("total"),
        CachedInputTokenCount = fields.OptionalLong("cached"),
        ReasoningTokenCount = fields.OptionalLong("reasoning"),
    };

    private static ChatRole RoleOf(string role) =>
        string.IsNullOrWhiteSpace(role) ? throw new RecordFormatException("role", "found an empty text, wanted the role of a message") : new ChatRole(role);

    private static float LogProbability(JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.String ? JsonFields.TextOf(value, "log_probabilities") : value.GetRawText();
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            ? number
            : throw new RecordFormatException("log_probabilities", $"found {JsonFields.Shown(value)}, wanted a number");
    }

    private static void Number(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
    }
}
