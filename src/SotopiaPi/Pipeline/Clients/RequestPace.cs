namespace SotopiaPi;

/// <summary>Lets requests begin at a bounded rate, a bounded number at once. Thread-safe.</summary>
internal sealed class RequestPace : IDisposable
{
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim? _running;
    private readonly SemaphoreSlim _turnstile = new(1);
    private readonly Allowance? _requests;
    private readonly Allowance? _tokens;

    public RequestPace(ResilientChatClientOptions options, TimeProvider time)
    {
        _time = time;
        _running = options.MaxConcurrency is { } most ? new SemaphoreSlim(most) : null;
        _requests = options.RequestsPerMinute is { } requests ? new Allowance(requests, burstSeconds: 1, time) : null;
        _tokens = options.TokensPerMinute is { } tokens ? new Allowance(tokens, burstSeconds: 10, time) : null;
    }

    /// <summary>Waits for a place. Requests pass in the order in which they come.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (_running is not null)
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await _turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await WaitAsync(_requests, 1, cancellationToken).ConfigureAwait(false);
                await WaitAsync(_tokens, 0, cancellationToken).ConfigureAwait(false);
                _requests?.Take(1);
            }
            finally
            {
                _turnstile.Release();
            }
        }
        catch
        {
            _running?.Release();
            throw;
        }
    }

    /// <summary>Gives the place back and pays for the tokens.</summary>
    public void Leave(long tokens)
    {
        _tokens?.Take(tokens);
        _running?.Release();
    }

    public void Dispose()
    {
        _running?.Dispose();
        _turnstile.Dispose();
    }

    private async Task WaitAsync(Allowance? allowance, double amount, CancellationToken cancellationToken)
    {
        while (allowance?.WaitFor(amount) is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A quantity that grows back with time up to a small reserve, and may be overdrawn.</summary>
    private sealed class Allowance(double perMinute, double burstSeconds, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private readonly double _most = Math.Max(1, perMinute / 60 * burstSeconds);
        private double _level = Math.Max(1, perMinute / 60 * burstSeconds);
        private long _since = time.GetTimestamp();

        public TimeSpan WaitFor(double amount)
        {
            lock (_lock)
            {
                long now = time.GetTimestamp();
                _level = Math.Min(_most, _level + (time.GetElapsedTime(_since, now).TotalMinutes * perMinute));
                _since = now;

                // A millisecond more, so that rounding never makes it wait twice.
                return _level >= amount - 1e-9 ? TimeSpan.Zero : TimeSpan.FromMinutes((amount - _level) / perMinute) + TimeSpan.FromMilliseconds(1);
            }
        }

        public void Take(double amount)
        {
            lock (_lock)
            {
                _level -= amount;
            }
        }
    }
}
