using System.Text.Json;
using System.Text.Json.Serialization;

namespace SotopiaPi;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RoundReport))]
internal sealed partial class PipelineJson : JsonSerializerContext;
