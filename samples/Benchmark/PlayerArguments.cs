namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Who plays and who judges, as the user named them.</summary>
internal sealed record PlayerArguments
{
    public required IReadOnlyList<string> Models { get; init; }

    public string? Adapters { get; init; }

    public required IReadOnlyList<Endpoint> Agents { get; init; }

    public required string Partner { get; init; }

    public Endpoint? PartnerEndpoint { get; init; }

    public required IReadOnlyList<string> Judges { get; init; }

    public required IReadOnlyList<Endpoint> JudgeEndpoints { get; init; }

    /// <summary>The prompt pack; null for the one that goes with the tasks.</summary>
    public string? Prompts { get; init; }

    public required float Temperature { get; init; }

    public required int MaxTokens { get; init; }

    public required int Concurrency { get; init; }

    public required string Device { get; init; }
}
