using System.Collections.Concurrent;

namespace SotopiaPi.Torch;

/// <summary>
/// Continues token sequences in one moving batch: requests join and leave between steps, and a step computes the next tokens of all. Each step is a
/// short job on the device's queue, so that other work of the device comes in between. Safe to call from any thread.
/// </summary>
internal sealed class GenerationEngine : IAsyncDisposable
{
    private readonly DeviceQueue _queue;
    private readonly DecoderConfig _config;
    private readonly StepScheduler _scheduler;
    private readonly int _draftTokens;
    private readonly SemaphoreSlim _places;
    private readonly int? _refuseFrom;      // the number of places, when a request that gets none is refused
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly OpenCalls _calls = new(typeof(GenerationEngine));
    private int _isScheduled;

    /// <param name="queue">Runs the steps.</param>
    /// <param name="config">The sizes that all decoders have.</param>
    /// <param name="options">How much to do at once.</param>
    public GenerationEngine(DeviceQueue queue, DecoderConfig config, EngineOptions options)
    {
        (_queue, _config) = (queue, config);
        _scheduler = new(queue.Device, config, options);
        _draftTokens = options.DraftTokens;
        int places = options.MaxQueuedRequests + options.MaxConcurrentRows;
        (_places, _refuseFrom) = (new(places), options.RefuseWhenFull ? places : null);
    }

    /// <summary>The number of tokens for which there is memory.</summary>
    public int MemoryTokens => _scheduler.Cache.Store.Blocks * KvLayout.BlockTokens;

    /// <summary>The number of tokens whose memory is taken, by running sequences or by what may be found again.</summary>
    public int UsedMemoryTokens => _scheduler.Cache.UsedBlocks * KvLayout.BlockTokens;

    /// <summary>Queues a request; waits first while too many wait already. The task ends with the reply.</summary>
    /// <exception cref="ArgumentException">The prompt is empty or holds an id that the model lacks.</exception>
    /// <exception cref="ContextLengthException">The prompt leaves no room for a reply.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting or running; the sequence left the batch within a step.</exception>
    /// <exception cref="NonFiniteLogitsException">The model gave no numbers.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    /// <exception cref="QueueFullException">Too many wait already, and the options say to refuse then.</exception>
    public async Task<GenerationResult> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Check(request, _config.VocabularySize, MemoryTokens);
        using OpenCalls.Call call = _calls.Enter();
        if (_refuseFrom is not { } capacity)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (!_places.Wait(0, CancellationToken.None))
        {
            throw new QueueFullException(capacity);
        }

        try
        {
            var sequence = new RunningSequence(request, MemoryTokens, _draftTokens, cancellationToken);
            Post(() => _scheduler.Add(sequence));
            return await sequence.Result.ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Forgets what was computed with a decoder or an adapter, so that it can be disposed. No request may use it any more.</summary>
    public Task ForgetAsync(object weights) => _queue.RunAsync(() => _scheduler.Cache.Forget(weights));

    /// <summary>Refuses new requests, waits for those taken on, and frees the memory of keys and values.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await _calls.CloseAsync().ConfigureAwait(false))
        {
            await _queue.RunAsync(_scheduler.Dispose).ConfigureAwait(false);
            _places.Dispose();
        }
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _ = _queue.RunAsync(Step);
        }
    }

    private void Step()
    {
        Volatile.Write(ref _isScheduled, 0);
        try
        {
            while (_posted.TryDequeue(out Action? action))
            {
                action();
            }

            _scheduler.Step();
            if (_scheduler.HasWork)
            {
                Post(static () => { });
            }
        }
        catch (Exception e)
        {
            _scheduler.FailAll(e);      // or their callers would wait for ever
        }
    }
}
