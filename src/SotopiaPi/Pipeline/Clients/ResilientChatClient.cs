using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace SotopiaPi;

/// <summary>
/// Asks a client at a bounded rate and asks again after errors that may pass, waiting longer each time. Thread-safe. An answer that streams is asked for again only
/// while nothing of it has arrived.
/// </summary>
public sealed class ResilientChatClient : DelegatingChatClient
{
    private readonly RequestPace _pace;
    private readonly ResiliencePipeline _retries;

    /// <summary>Makes a client around another.</summary>
    /// <param name="inner">The other client; disposed with this one.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures waits; <see langword="null"/> for the system's time.</param>
    public ResilientChatClient(IChatClient inner, ResilientChatClientOptions? options = null, TimeProvider? time = null)
        : base(inner)
    {
        options = options?.Clone() ?? new ResilientChatClientOptions();
        time ??= TimeProvider.System;
        _pace = new RequestPace(options, time);
        _retries = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(Strategy(options)).Build();
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        return await _retries.ExecuteAsync(async token => await AskAsync(list, options, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        IAsyncEnumerator<ChatResponseUpdate>? updates = await _retries.ExecuteAsync(async token => await BeginAsync(list, options, token, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (updates is null)
        {
            yield break;
        }

        long tokens = 0;
        try
        {
            do
            {
                tokens += updates.Current.Contents.OfType<UsageContent>().Sum(usage => Tokens(usage.Details));
                yield return updates.Current;
            }
            while (await updates.MoveNextAsync().ConfigureAwait(false));
        }
        finally
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            _pace.Leave(tokens);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pace.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        await _pace.EnterAsync(cancellationToken).ConfigureAwait(false);
        long tokens = 0;
        try
        {
            ChatResponse response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            tokens = Tokens(response.Usage);
            return response;
        }
        finally
        {
            _pace.Leave(tokens);
        }
    }

    /// <summary>Gets the first update; the place in the pace is kept until the stream ends.</summary>
    private async Task<IAsyncEnumerator<ChatResponseUpdate>?> BeginAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken attempt, CancellationToken cancellationToken)
    {
        await _pace.EnterAsync(attempt).ConfigureAwait(false);
        IAsyncEnumerator<ChatResponseUpdate> updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool any = false;
        try
        {
            any = await updates.MoveNextAsync().ConfigureAwait(false);
            return any ? updates : null;
        }
        finally
        {
            if (!any)
            {
                await updates.DisposeAsync().ConfigureAwait(false);
                _pace.Leave(0);
            }
        }
    }

    private static long Tokens(UsageDetails? usage) => (usage?.InputTokenCount ?? 0) + (usage?.OutputTokenCount ?? 0);

    private static RetryStrategyOptions Strategy(ResilientChatClientOptions options) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.FirstDelay,
        MaxDelay = options.MaxDelay,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is { } error && !arguments.Context.CancellationToken.IsCancellationRequested && options.IsTransient(error)),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error ? options.RetryAfter?.Invoke(error) : null),
    };
}
