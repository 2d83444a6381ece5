using System.Text.Json.Serialization;

namespace SotopiaPi;

/// <summary>What became of a question.</summary>
/// <param name="Key">The hash of answerer and prompt: the same question is not asked twice.</param>
/// <param name="Answerer">The name of the answerer.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Right">The index of the right choice.</param>
/// <param name="Choice">The choice taken; <see langword="null"/> for none.</param>
/// <param name="IsFailure">Whether the output was not in the asked form.</param>
/// <param name="Output">The output.</param>
public sealed record MultipleChoiceResult(string Key, string Answerer, string Subject, int Right, int? Choice, bool IsFailure, string Output)
{
    /// <summary>Gets the hash of the question alone: the same for all answerers.</summary>
    public string Question { get; init; } = "";

    /// <summary>Gets a value indicating whether the right choice was taken.</summary>
    [JsonIgnore]
    public bool IsRight => Choice == Right;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MultipleChoiceResult))]
internal sealed partial class MultipleChoiceJson : JsonSerializerContext;
