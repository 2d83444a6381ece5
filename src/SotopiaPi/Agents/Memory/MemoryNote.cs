namespace SotopiaPi;

/// <summary>What a character keeps of one episode.</summary>
/// <param name="EpisodeKey">The key of the episode.</param>
/// <param name="Others">The ids of the other characters.</param>
/// <param name="Text">The text that is recalled.</param>
public sealed record MemoryNote(string EpisodeKey, IReadOnlyList<string> Others, string Text);
