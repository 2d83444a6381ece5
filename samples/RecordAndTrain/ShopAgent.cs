using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Recording;

/// <summary>An agent that somebody has already: it bargains by rule. Put any chat client in its place.</summary>
internal sealed class ShopAgent : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int offers = messages.Count(message => message.Role == ChatRole.User);
        string reply = offers switch { 1 => "I ask 30 coins.", 2 => "I ask 24 coins.", _ => "I accept." };
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
