using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Samples.Server;

/// <summary>Writes replies as the protocol's objects.</summary>
internal static class CompletionJson
{
    /// <summary>A whole reply.</summary>
    /// <param name="response">The reply.</param>
    /// <param name="tokenizer">Decodes tokens for their log-probabilities; null to leave these out.</param>
    public static JsonObject Whole(ChatResponse response, HuggingFaceTokenizer? tokenizer)
    {
        FunctionCallContent[] calls = [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        var message = new JsonObject { ["role"] = "assistant", ["content"] = calls.Length > 0 && response.Text.Length == 0 ? null : response.Text };
        if (calls.Length > 0)
        {
            message["tool_calls"] = Calls(calls);
        }

        return new JsonObject
        {
            ["id"] = response.ResponseId,
            ["object"] = "chat.completion",
            ["created"] = response.CreatedAt!.Value.ToUnixTimeSeconds(),
            ["model"] = response.ModelId,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = message,
                ["logprobs"] = tokenizer is null ? null : LogProbabilities((GenerationDetails)response.RawRepresentation!, tokenizer),
                ["finish_reason"] = response.FinishReason!.Value.Value,
            }),
            ["usage"] = Usage(response.Usage!),
        };
    }

    public static JsonArray Calls(IReadOnlyList<FunctionCallContent> calls) => [.. calls.Select((call, index) => (JsonNode)new JsonObject
    {
        ["index"] = index,
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = JsonSerializer.Serialize(call.Arguments) },
    })];

    public static JsonObject Usage(UsageDetails usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokenCount,
        ["completion_tokens"] = usage.OutputTokenCount,
        ["total_tokens"] = usage.TotalTokenCount,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInputTokenCount },
    };

    private static JsonObject LogProbabilities(GenerationDetails details, HuggingFaceTokenizer tokenizer) => new()
    {
        ["content"] = new JsonArray([.. details.TokenIds.Zip(details.LogProbabilities, (id, log) => Token(tokenizer.Decode([id], skipSpecialTokens: false), log))]),
    };

    private static JsonObject Token(string text, float log) => new()
    {
        ["token"] = text,
        ["logprob"] = log,
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(value => (JsonNode)(int)value)]),
        ["top_logprobs"] = new JsonArray(),
    };
}
