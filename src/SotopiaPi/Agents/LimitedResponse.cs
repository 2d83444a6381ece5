using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Asks chat clients within a time limit, also those that do not listen to cancellation.</summary>
internal static class LimitedResponse
{
    /// <exception cref="OperationCanceledException">The time is up, or the caller cancelled.</exception>
    public static async Task<ChatResponse> GetResponseAsync(
        this IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions request, TimeSpan? limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (limit is not { } timeout)
        {
            return await client.GetResponseAsync(messages, request, cancellationToken).ConfigureAwait(false);
        }

        using CancellationTokenSource late = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await client.GetResponseAsync(messages, request, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
    }
}
