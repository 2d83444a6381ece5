namespace SotopiaPi;

/// <summary>A store that cannot be opened, read or written. The message says what was found and what to do.</summary>
public sealed class EpisodeStoreException : IOException
{
    /// <summary>Makes the exception without details.</summary>
    public EpisodeStoreException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, what to do.</param>
    public EpisodeStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">What was found, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public EpisodeStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
