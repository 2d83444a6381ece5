namespace SotopiaPi.Samples.Benchmarking;

/// <summary>What the user asked of <c>run</c>.</summary>
internal sealed record RunArguments
{
    /// <summary>The folder; null for the offline world.</summary>
    public string? Tasks { get; init; }

    public string? Set { get; init; }

    public int? Limit { get; init; }

    public required string Out { get; init; }

    public required long Seed { get; init; }

    public required int Repeats { get; init; }

    public required int MaxTurns { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public string? Adapters { get; init; }

    public required IReadOnlyList<Endpoint> Agents { get; init; }

    public required string Partner { get; init; }

    public Endpoint? PartnerEndpoint { get; init; }

    public required IReadOnlyList<string> Judges { get; init; }

    public required IReadOnlyList<Endpoint> JudgeEndpoints { get; init; }

    /// <summary>The judge that is taken for the truth in the tables of bias.</summary>
    public string? TrueJudge { get; init; }

    /// <summary>The points file of a reference agent, for the representative set.</summary>
    public string? Reference { get; init; }

    public string? ReferenceAgent { get; init; }

    /// <summary>The prompt pack; null for the one that goes with the tasks.</summary>
    public string? Prompts { get; init; }

    public required float Temperature { get; init; }

    public required int MaxTokens { get; init; }

    public required int Concurrency { get; init; }

    public required string Device { get; init; }
}
