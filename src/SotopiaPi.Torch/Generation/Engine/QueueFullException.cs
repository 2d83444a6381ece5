namespace SotopiaPi.Torch;

/// <summary>Thrown when as many requests wait as may, by an engine that refuses further ones instead of letting them wait too.</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="capacity">The number of requests that may run and wait together.</param>
    public QueueFullException(int capacity)
        : base($"{capacity} requests run and wait already, and no more may. Try again later, or raise the number of requests that may wait.") => Capacity = capacity;

    /// <summary>Gets the number of requests that may run and wait together.</summary>
    public int Capacity { get; }
}
