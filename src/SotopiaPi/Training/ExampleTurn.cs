using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>A turn of a side of a comparison.</summary>
/// <param name="Prompt">The messages exactly as they are sent at play.</param>
/// <param name="Reply">The reply.</param>
public sealed record ExampleTurn(IReadOnlyList<ChatMessage> Prompt, string Reply);
