namespace SotopiaPi;

/// <summary>Gives the tasks of a run: from files, a store or a generator.</summary>
public interface ISocialTaskSource
{
    /// <summary>Streams the tasks, in the same order on every call.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The tasks; each key once.</returns>
    IAsyncEnumerable<SocialTask> GetTasksAsync(CancellationToken cancellationToken = default);
}
