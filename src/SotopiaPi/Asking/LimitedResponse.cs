using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>Asks chat clients within a time limit, also those that do not listen to cancellation.</summary>
internal static class LimitedResponse
{
    /// <summary>How long a call that was told to stop is waited for. After that it is left behind, and the log says so.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the call has ended: whoever cancels finds nothing of it running, unless the client does not stop within <see cref="Grace"/>.</summary>
    /// <exception cref="CallLeftBehindException">The time is up, or the caller cancelled, and the client goes on all the same.</exception>
    /// <exception cref="OperationCanceledException">The time is up, or the caller cancelled.</exception>
    public static async Task<ChatResponse> GetResponseAsync(
        this IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions request, TimeSpan? limit, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(limit ?? Timeout.InfiniteTimeSpan, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        Task<ChatResponse> call = client.GetResponseAsync(messages, request, either.Token);
        try
        {
            return await call.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!call.IsCompleted)
        {
            await EndAsync(call, time, logger).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task EndAsync(Task<ChatResponse> call, TimeProvider time, ILogger logger)
    {
        await ((Task)call.WaitAsync(Grace, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.IsCompleted)
        {
            Log.CallLeftBehind(logger, Grace.TotalSeconds);
            _ = call.ContinueWith(ended => Log.LeftCallEnded(logger, ended.Exception?.InnerException), TaskScheduler.Default);
            throw new CallLeftBehindException();
        }
    }
}
