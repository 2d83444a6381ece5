using System.Text.Json;
using System.Text.Json.Serialization;

namespace SotopiaPi.Benchmarks;

/// <summary>One measured ratio: ours against a baseline, in the same unit, from one run.</summary>
/// <param name="Name">The stable name.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Baseline">The baseline's figure; for an absolute limit the limit itself, for a share 1.</param>
/// <param name="Unit">The unit of both, e.g. <c>tokens/s</c>.</param>
/// <param name="Value">Ours ÷ baseline.</param>
internal sealed record Ratio(string Name, double Ours, double Baseline, string Unit, [property: JsonPropertyName("ratio")] double Value)
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Ratio Of(string name, double ours, double baseline, string unit) => new(name, ours, baseline, unit, ours / baseline);

    /// <summary>Gets what a reader must know about the figure, e.g. the sample it was measured on; empty when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
