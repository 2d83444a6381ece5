using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>What all parts of one reply have in common, and how they are put into the terms of a chat client.</summary>
/// <param name="modelId">The model that replies.</param>
internal sealed class ReplyIdentity(string modelId)
{
    private readonly string _responseId = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly string _messageId = $"msg-{Guid.NewGuid():N}";
    private readonly DateTimeOffset _createdAt = DateTimeOffset.UtcNow;

    public ChatResponse Response(string text, IReadOnlyList<FunctionCallContent> calls, GenerationResult result, int promptTokens) => new(
        new ChatMessage(ChatRole.Assistant, text.Length == 0 && calls.Count > 0 ? [.. calls] : [new TextContent(text), .. calls]) { MessageId = _messageId, AdditionalProperties = Properties(result) })
    {
        ResponseId = _responseId,
        ModelId = modelId,
        CreatedAt = _createdAt,
        FinishReason = Reason(result.End, calls),
        Usage = Usage(result, promptTokens),
        RawRepresentation = Details(result),
        AdditionalProperties = Properties(result),
    };

    public ChatResponseUpdate Update(string text) => New([new TextContent(text)]);

    public ChatResponseUpdate LastUpdate(IReadOnlyList<FunctionCallContent> calls, GenerationResult result, int promptTokens)
    {
        ChatResponseUpdate update = New([.. calls, new UsageContent(Usage(result, promptTokens))]);
        update.FinishReason = Reason(result.End, calls);
        update.RawRepresentation = Details(result);
        update.AdditionalProperties = Properties(result);
        return update;
    }

    private static ChatFinishReason Reason(GenerationEnd end, IReadOnlyList<FunctionCallContent> calls) =>
        calls.Count > 0 ? ChatFinishReason.ToolCalls : end == GenerationEnd.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static UsageDetails Usage(GenerationResult result, int promptTokens) => new()
    {
        InputTokenCount = promptTokens,
        OutputTokenCount = result.TokenIds.Count,
        TotalTokenCount = promptTokens + result.TokenIds.Count,
        CachedInputTokenCount = result.CachedTokens,
    };

    private static GenerationDetails Details(GenerationResult result) => new(result.TokenIds, result.LogProbabilities);

    private static AdditionalPropertiesDictionary Properties(GenerationResult result) => new()
    {
        [ReplyProperties.TokenIds] = result.TokenIds,
        [ReplyProperties.LogProbabilities] = result.LogProbabilities,
    };

    private ChatResponseUpdate New(IList<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _responseId,
        MessageId = _messageId,
        ModelId = modelId,
        CreatedAt = _createdAt,
    };
}
