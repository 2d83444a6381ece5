using System.Text.Json;
using System.Text.Json.Serialization;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>The content of report.json.</summary>
internal sealed record ReportModel(
    long Seed,
    double Seconds,
    bool Rated,
    IReadOnlyList<MethodResult> Methods,
    IReadOnlyList<MethodResult> Control,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<RoundResult> Rounds)
{
    /// <summary>Notes that a reader of the numbers must know, e.g. that the partner is a fixed script.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What one method reached on the held-out tasks. A figure without ratings is null.</summary>
internal sealed record MethodResult(
    string Name,
    int Episodes,
    Interval? Goal,
    Interval? TalkGoal,
    Interval? Bias,
    Interval? Overall,
    int FailedRatings,
    double? InvalidFreeReplies);

/// <summary>A mean and its 95 % interval.</summary>
internal sealed record Interval(double Mean, double[] Ci95);

/// <summary>A claim about the methods, and whether this run shows it: its paired difference lies above zero with 95 % confidence.</summary>
internal sealed record Finding(string Name, bool Shown, Interval? Difference);

/// <summary>What a round did.</summary>
internal sealed record RoundResult(string Name, int Tasks, int Episodes, int Kept, int Dropped, int Examples, IReadOnlyList<double> TrainLoss);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(ReportModel))]
internal sealed partial class ReportJson : JsonSerializerContext;
