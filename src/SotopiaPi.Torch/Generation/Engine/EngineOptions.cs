using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>How much an engine does at once.</summary>
internal sealed record EngineOptions
{
    /// <summary>The number of sequences that advance together.</summary>
    public int MaxConcurrentRows { get; init; } = 256;

    /// <summary>The memory of keys and values, in bytes.</summary>
    public long KvBudgetBytes { get; init; } = 512L << 20;

    /// <summary>The element type of keys and values on devices other than the CPU, where it is float32.</summary>
    public torch.ScalarType Type { get; init; } = torch.ScalarType.Float32;

    /// <summary>The number of requests that may wait for a place; further ones wait before they are taken on.</summary>
    public int MaxQueuedRequests { get; init; } = 4096;

    /// <summary>Whether a request beyond that is refused instead of waiting.</summary>
    public bool RefuseWhenFull { get; init; }

    /// <summary>The number of tokens that one step computes; prompts that do not fit are computed over several steps.</summary>
    public int StepTokens { get; init; } = 512;

    /// <summary>The most tokens of a sequence that are guessed and computed together with its next; 0 for none. It changes no reply.</summary>
    public int DraftTokens { get; init; } = 8;

    /// <summary>Whether a sequence's numbers are the same to the bit whatever shares its batch.</summary>
    public bool Deterministic { get; init; } = true;
}
