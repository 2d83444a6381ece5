using System.Text.Json.Serialization;

namespace SotopiaPi;

/// <summary>An episode of a secret study with its labels.</summary>
/// <param name="Agent">The name of the agent under test.</param>
/// <param name="Episode">The episode; seat 0 has the secret.</param>
/// <param name="Labels">The labels by labeller.</param>
public sealed record SecretEpisode(string Agent, Episode Episode, IReadOnlyDictionary<string, SecretLabel> Labels);

/// <summary>A label as it is kept.</summary>
internal sealed record SecretLabelLine(string Key, string Labeller, SecretLabel Label);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SecretLabelLine))]
internal sealed partial class SecretJson : JsonSerializerContext;
