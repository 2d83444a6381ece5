using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Server;

/// <summary>Writes the updates of one reply as the protocol's chunks.</summary>
/// <param name="includesUsage">Whether a last chunk tells the usage.</param>
internal sealed class CompletionChunks(bool includesUsage)
{
    private bool _hasBegun;

    public IEnumerable<JsonObject> Of(ChatResponseUpdate update)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            yield return Chunk(update, new JsonObject { ["role"] = "assistant", ["content"] = "" });
        }

        if (update.Text.Length > 0)
        {
            yield return Chunk(update, new JsonObject { ["content"] = update.Text });
        }

        FunctionCallContent[] calls = [.. update.Contents.OfType<FunctionCallContent>()];
        if (calls.Length > 0)
        {
            yield return Chunk(update, new JsonObject { ["tool_calls"] = CompletionJson.Calls(calls) });
        }

        if (update.FinishReason is { } reason)
        {
            JsonObject last = Chunk(update, []);
            last["choices"]![0]!["finish_reason"] = reason.Value;
            yield return last;
        }

        if (includesUsage && update.Contents.OfType<UsageContent>().FirstOrDefault() is { } usage)
        {
            JsonObject count = Chunk(update, []);
            count["choices"] = new JsonArray();
            count["usage"] = CompletionJson.Usage(usage.Details);
            yield return count;
        }
    }

    private static JsonObject Chunk(ChatResponseUpdate update, JsonObject delta) => new()
    {
        ["id"] = update.ResponseId,
        ["object"] = "chat.completion.chunk",
        ["created"] = update.CreatedAt!.Value.ToUnixTimeSeconds(),
        ["model"] = update.ModelId,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = null }),
    };
}
