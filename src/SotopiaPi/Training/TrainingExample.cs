using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Something to learn from.</summary>
/// <param name="Key">The stable key.</param>
public abstract record TrainingExample(string Key);

/// <summary>A reply to imitate.</summary>
/// <param name="Key">The stable key.</param>
/// <param name="Prompt">The messages exactly as they are sent at play.</param>
/// <param name="Reply">The reply to learn; only its tokens and the end of the turn count in the loss.</param>
/// <param name="Weight">The weight of each of these tokens in the loss; 1 unless a filter says otherwise.</param>
public sealed record SupervisedExample(string Key, IReadOnlyList<ChatMessage> Prompt, string Reply, double Weight = 1) : TrainingExample(Key)
{
    /// <summary>Gets what belongs together (an episode's seat): examples of one group share their prefix and are packed into one sequence.</summary>
    public string Group { get; init; } = Key;
}
