using System.Text.Json;
using System.Text.Json.Serialization;

namespace SotopiaPi;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n", AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(HumanStudy))]
[JsonSerializable(typeof(HumanStudyScene))]
[JsonSerializable(typeof(RaterFile))]
[JsonSerializable(typeof(HumanStudySummary))]
internal sealed partial class HumanStudyJson : JsonSerializerContext;

/// <summary>What a rater's page saves.</summary>
internal sealed record RaterFile(string? Study, string? Rater, int Round, IReadOnlyList<RaterFileAnswer>? Answers);

/// <summary>An answer in that file: an item with its marks, or a check with its score.</summary>
internal sealed record RaterFileAnswer(string? Item, string? Check, string? State, double Seconds, JsonElement? Score, IReadOnlyList<RaterFileMark>? Marks);

/// <summary>A mark in that file. The score is read leniently, so that a wrong one can be named.</summary>
internal sealed record RaterFileMark(int Seat, string? Dimension, JsonElement? Score, string? Reason);
