using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

/// <summary>A chat client that answers with a function and remembers what it was asked.</summary>
internal sealed class TestChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    public TestChatClient(string reply)
        : this((_, _, _) => Task.FromResult(Reply(reply)))
    {
    }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Requests { get; } = [];

    public static ChatResponse Reply(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { ModelId = "test", Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 } };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> list = [.. messages];
        lock (Requests)
        {
            Requests.Add((list, options));
        }

        return answer(list, options, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the tests do not stream");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
