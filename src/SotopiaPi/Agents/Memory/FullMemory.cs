namespace SotopiaPi;

/// <summary>
/// Remembers every meeting whole: scene, own goal and all that the character perceived (the full memory of Lifelong-SOTOPIA, arXiv:2506.12666). It is recalled when
/// one of the others of that meeting takes part again. Thread-safe.
/// </summary>
public sealed class FullMemory : IAgentMemory
{
    private readonly MemoryNotes _notes;
    private readonly ISocialEnvironment _environment;

    /// <summary>Makes a memory.</summary>
    /// <param name="notes">Where it is kept; <see langword="null"/> for this process only.</param>
    /// <param name="environment">Decides what a seat perceived; <see langword="null"/> for <see cref="DialogueEnvironment"/>.</param>
    public FullMemory(MemoryNotes? notes = null, ISocialEnvironment? environment = null)
    {
        _notes = notes ?? new MemoryNotes();
        _environment = environment ?? new DialogueEnvironment();
    }

    /// <inheritdoc/>
    public ValueTask<string?> RecallAsync(SeatAssignment self, SocialTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(task);
        return ValueTask.FromResult(MeetingText.Join(_notes.About(self.Profile.Id, MeetingText.Others(self, task.Agents))));
    }

    /// <inheritdoc/>
    public ValueTask RememberAsync(SeatAssignment self, Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(episode);
        _notes.TryAdd(self.Profile.Id, new MemoryNote(episode.Key, MeetingText.Others(self, episode.Task.Agents), MeetingText.Of(_environment, self, episode)));
        return ValueTask.CompletedTask;
    }
}
