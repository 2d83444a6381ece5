namespace SotopiaPi.Torch;

/// <summary>One piece of queued work. It is begun once or cancelled once, whichever comes first.</summary>
internal abstract class DeviceJob : IDisposable
{
    /// <summary>Runs the work on the calling thread, or fails with <paramref name="unfit"/>; does nothing after a cancellation.</summary>
    public abstract void Run(Exception? unfit);

    public abstract void Dispose();
}

/// <summary>Queued work with a result.</summary>
internal sealed class DeviceJob<T> : DeviceJob
{
    private readonly Func<T> _work;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;

    // Without this option the awaiting code would run on the queue's thread.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _claimed;

    public DeviceJob(Func<T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static job => ((DeviceJob<T>)job!).Cancel(), this);
    }

    public Task<T> Task => _result.Task;

    public override void Run(Exception? unfit)
    {
        if (!Claim())
        {
            return;
        }

        using (_registration)
        {
            try
            {
                _result.SetResult(unfit is null ? _work() : throw unfit);
            }
            catch (OperationCanceledException e) when (_cancellationToken.IsCancellationRequested)
            {
                _result.SetCanceled(e.CancellationToken.IsCancellationRequested ? e.CancellationToken : _cancellationToken);
            }
            catch (Exception e)
            {
                _result.SetException(e);
            }
        }
    }

    public override void Dispose() => _registration.Dispose();

    private void Cancel()
    {
        if (Claim())
        {
            _result.SetCanceled(_cancellationToken);
        }
    }

    private bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;
}
