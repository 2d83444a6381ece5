using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Samples.Server;

/// <summary>Answers requests for chat completions, at once or as server-sent events. A client that disconnects ends its reply.</summary>
internal static class ChatCompletions
{
    public static async Task AnswerAsync(TorchChatClient client, HttpContext context)
    {
        CancellationToken gone = context.RequestAborted;
        using JsonDocument body = await ReadAsync(context.Request, gone);
        ChatRequest request = ChatRequest.Read(body.RootElement, client.ModelIds(), client.GetService<Decoder>()!.Positions);
        if (request.Streams)
        {
            await StreamAsync(client, request, context.Response, gone);
            return;
        }

        ChatResponse response = await client.GetResponseAsync(request.Messages, request.Options, gone);
        await context.Response.WriteAsJsonAsync(CompletionJson.Whole(response, request.WantsLogProbabilities ? client.GetService<HuggingFaceTokenizer>() : null), gone);
    }

    private static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        }
        catch (JsonException e)
        {
            throw ProtocolException.Invalid("body", $"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
    }

    private static async Task StreamAsync(TorchChatClient client, ChatRequest request, HttpResponse response, CancellationToken gone)
    {
        await using IAsyncEnumerator<ChatResponseUpdate> updates = client.GetStreamingResponseAsync(request.Messages, request.Options, gone).GetAsyncEnumerator(gone);
        bool more = await updates.MoveNextAsync();      // what is wrong with the request shows here, while a status can still be sent
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            var pieces = new CompletionChunks(request.IncludesUsage);
            for (; more; more = await updates.MoveNextAsync())
            {
                foreach (JsonObject chunk in pieces.Of(updates.Current))
                {
                    await WriteAsync(response, chunk.ToJsonString(), gone);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await WriteAsync(response, ProtocolErrors.Body(ProtocolErrors.Of(e)).ToJsonString(), gone);
        }

        await WriteAsync(response, "[DONE]", gone);
    }

    private static async Task WriteAsync(HttpResponse response, string data, CancellationToken gone)
    {
        await response.WriteAsync($"data: {data}\n\n", gone);
        await response.Body.FlushAsync(gone);
    }
}
