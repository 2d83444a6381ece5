using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>A reply and the score that it deserves: what a reward model is trained on.</summary>
/// <param name="Key">The stable key.</param>
/// <param name="Prompt">The messages exactly as they are sent at play.</param>
/// <param name="Reply">The reply.</param>
/// <param name="Score">The score, a finite number; scores near −1 … 1 train best.</param>
public sealed record ScoredExample(string Key, IReadOnlyList<ChatMessage> Prompt, string Reply, double Score) : TrainingExample(Key);
