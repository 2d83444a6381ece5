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

    /// <summary>Who plays and who judges.</summary>
    public required PlayerArguments Players { get; init; }

    /// <summary>The judge that is taken for the truth in the tables of bias.</summary>
    public string? TrueJudge { get; init; }

    /// <summary>The points file of a reference agent, for the representative set.</summary>
    public string? Reference { get; init; }

    public string? ReferenceAgent { get; init; }
}
