namespace SotopiaPi;

/// <summary>Stops a stage whose client is down, instead of failing every item of it one by one. Thread-safe.</summary>
internal sealed class FailureStreak(string items, string advice)
{
    /// <summary>So many failures without a success between them are no accident.</summary>
    private const int Limit = 20;

    private int _failures;

    public void Succeeded() => Interlocked.Exchange(ref _failures, 0);

    public void Failed(string reason)
    {
        if (Interlocked.Increment(ref _failures) >= Limit)
        {
            throw new InvalidOperationException($"{Limit} {items} failed one after another, the last one so: {reason} {advice}, then continue the run: what is finished is kept, what failed is tried again.");
        }
    }
}
