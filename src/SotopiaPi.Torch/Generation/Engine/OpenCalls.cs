namespace SotopiaPi.Torch;

/// <summary>Counts the calls in progress, so that closing can refuse further ones and wait for these.</summary>
/// <param name="owner">The type that the exception names.</param>
internal sealed class OpenCalls(Type owner)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isClosed;

    /// <summary>Begins a call; disposing the result ends it.</summary>
    /// <exception cref="ObjectDisposedException">Closed.</exception>
    public Call Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, owner);
            _open++;
            return new(this);
        }
    }

    /// <summary>Refuses further calls, and completes when none is in progress; true for the first time.</summary>
    public async Task<bool> CloseAsync()
    {
        bool first;
        lock (_gate)
        {
            (first, _isClosed) = (!_isClosed, true);
            if (_open == 0)
            {
                _drained.TrySetResult();
            }
        }

        await _drained.Task.ConfigureAwait(false);
        return first;
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_open == 0 && _isClosed)
            {
                _drained.TrySetResult();
            }
        }
    }

    /// <summary>A call in progress.</summary>
    internal readonly struct Call(OpenCalls calls) : IDisposable
    {
        public void Dispose() => calls.Leave();
    }
}
