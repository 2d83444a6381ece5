using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Runs torch work on one long-running thread that belongs to one device, in the order of the calls. Dispose scopes and the gradient mode
/// belong to a thread, so all tensor code of the library goes through a queue. Safe to call from any thread; don't block on a
/// queue's task inside one of its own jobs: that never ends.
/// </summary>
public sealed class DeviceQueue : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<(TorchSharp.DeviceType, int), Lazy<DeviceQueue>> s_shared = new();

    private readonly BlockingCollection<DeviceJob> _jobs = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a queue with a thread of its own; most programs want the shared one of <see cref="For"/>.</summary>
    /// <param name="device">The device on which the jobs work. The queue hands it on; it does not change the default device.</param>
    public DeviceQueue(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Device = device;
        new Thread(RunJobs) { IsBackground = true, Name = $"SotopiaPi {device}" }.Start();
    }

    /// <summary>Gets the device on which the jobs work.</summary>
    public Device Device { get; }

    /// <summary>Returns the queue that the whole process shares for a device; makes it at the first call.</summary>
    /// <param name="device">The device; <c>cuda</c> without an index means <c>cuda:0</c>.</param>
    public static DeviceQueue For(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return s_shared.GetOrAdd(Key(device), _ => new(() => new DeviceQueue(device))).Value;
    }

    /// <summary>Queues <paramref name="work"/>; the task ends with its result or its exception.</summary>
    /// <typeparam name="T">What the work returns: plain values, no tensors that a scope of the work owns.</typeparam>
    /// <param name="work">A synchronous delegate. Long work asks <paramref name="cancellationToken"/> itself between its steps.</param>
    /// <param name="cancellationToken">Ends the task at once while the work waits for its turn.</param>
    /// <exception cref="ObjectDisposedException">The queue was disposed.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var job = new DeviceJob<T>(work, cancellationToken);
        Add(job);
        return job.Task;
    }

    /// <summary>Queues <paramref name="work"/>; the task ends when it has run, or with its exception.</summary>
    /// <param name="work">A synchronous delegate. Long work asks <paramref name="cancellationToken"/> itself between its steps.</param>
    /// <param name="cancellationToken">Ends the task at once while the work waits for its turn.</param>
    /// <exception cref="ObjectDisposedException">The queue was disposed.</exception>
    public Task RunAsync(Action work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(
            () =>
            {
                work();
                return true;
            },
            cancellationToken);
    }

    /// <summary>Refuses an asynchronous delegate at compile time: after its first <c>await</c> it would leave the queue's thread.</summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="work">An asynchronous delegate.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("A queue runs synchronous delegates only: scopes and the gradient mode belong to its thread.", error: true)]
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}}, CancellationToken)"/>
    [Obsolete("A queue runs synchronous delegates only: scopes and the gradient mode belong to its thread.", error: true)]
    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Takes no more work, and completes when the work queued so far has run.</summary>
    public ValueTask DisposeAsync()
    {
        if (s_shared.TryGetValue(Key(Device), out Lazy<DeviceQueue>? shared) && shared.IsValueCreated && shared.Value == this)
        {
            s_shared.TryRemove(new(Key(Device), shared));
        }

        _jobs.CompleteAdding();
        return new(_ended.Task);
    }

    private static (TorchSharp.DeviceType, int) Key(Device device) => (device.type, Math.Max(device.index, 0));

    private void Add(DeviceJob job)
    {
        try
        {
            _jobs.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            job.Dispose();
            throw new ObjectDisposedException(nameof(DeviceQueue), $"The queue of {Device} was disposed; DeviceQueue.For makes a new one.");
        }
    }

    private void RunJobs()
    {
        Exception? unfit = CheckLibtorch();
        foreach (DeviceJob job in _jobs.GetConsumingEnumerable())
        {
            job.Run(unfit);
        }

        _ended.SetResult();
    }

    /// <summary>What is wrong with an installed PyTorch in use; <see langword="null"/> for none, and for the libtorch packages.</summary>
    private Exception? CheckLibtorch()
    {
        try
        {
            if (InstalledPyTorch.Named is not null)
            {
                LibtorchSmokeTest.Run(Device);
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
