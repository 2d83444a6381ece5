using System.Text.Json.Serialization;

namespace SotopiaPi;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(SafetyReport))]
[JsonSerializable(typeof(SecretReport))]
[JsonSerializable(typeof(AccuracyReport))]
internal sealed partial class StudyReportJson : JsonSerializerContext;
