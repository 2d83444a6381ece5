using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>Answers every request with an utterance made of its seed, and counts how often each seed was asked.</summary>
internal sealed class CountingChatClient : IChatClient
{
    public ConcurrentDictionary<long, int> Asked { get; } = new();

    /// <summary>Called before each answer with the number of answers so far.</summary>
    public Action<int>? BeforeAnswer { get; set; }

    public int Answers { get; private set; }

    /// <summary>The seed of the request behind an utterance.</summary>
    public static long SeedOf(string utterance) => long.Parse(utterance.AsSpan(utterance.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        BeforeAnswer?.Invoke(Answers);
        cancellationToken.ThrowIfCancellationRequested();
        long seed = options!.Seed!.Value;
        Asked.AddOrUpdate(seed, 1, (_, count) => count + 1);
        lock (Asked)
        {
            Answers++;
        }

        string utterance = string.Create(CultureInfo.InvariantCulture, $"{options.ModelId ?? "base"} says {seed}");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, ActionFormat.ToJson(AgentAction.Speak(utterance)))) { Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 } };
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
