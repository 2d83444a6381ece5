using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>What a model was asked and what it answered: cost accounting, training and reinforcement learning read it.</summary>
/// <param name="Prompt">The messages that were sent.</param>
/// <param name="Text">The raw reply.</param>
/// <param name="ModelId">The model that answered, as the client reports it.</param>
/// <param name="Usage">The tokens used, as the client reports them.</param>
/// <param name="TokenIds">The ids of the reply's tokens; <see langword="null"/> when the client does not give them.</param>
/// <param name="LogProbabilities">The natural log-probability of each of these tokens; <see langword="null"/> when the client does not give them.</param>
public sealed record ModelReply(
    IReadOnlyList<ChatMessage> Prompt,
    string Text,
    string? ModelId,
    UsageDetails? Usage,
    IReadOnlyList<int>? TokenIds = null,
    IReadOnlyList<float>? LogProbabilities = null);
