using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Reads from chat options how to draw.</summary>
internal static class ChatSampling
{
    /// <summary>The settings: what the caller says, else the defaults. Without a seed one is drawn.</summary>
    /// <param name="options">What the caller says; null for nothing.</param>
    /// <param name="own">What the caller says beyond that; null for nothing.</param>
    /// <param name="defaults">What the model comes with.</param>
    /// <param name="vocabulary">The number of token ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static SamplingSettings Settings(ChatOptions? options, SamplingOptions? own, SamplingSettings defaults, int vocabulary)
    {
        foreach (var (token, bias) in own?.LogitBias ?? defaults.LogitBias)
        {
            Check(token >= 0 && token < vocabulary, "LogitBias", token, $"of an id from 0 to {vocabulary - 1}");
            Check(float.IsFinite(bias), "LogitBias", bias, "finite");
        }

        return defaults with
        {
            Temperature = Within(options?.Temperature, 0, float.MaxValue, nameof(ChatOptions.Temperature)) ?? defaults.Temperature,
            TopK = TopK(options?.TopK) ?? defaults.TopK,
            TopP = Within(options?.TopP, 0, 1, nameof(ChatOptions.TopP)) ?? defaults.TopP,
            MinP = own?.MinP ?? defaults.MinP,
            RepetitionPenalty = own?.RepetitionPenalty ?? defaults.RepetitionPenalty,
            FrequencyPenalty = Within(options?.FrequencyPenalty, -100, 100, nameof(ChatOptions.FrequencyPenalty)) ?? 0,
            PresencePenalty = Within(options?.PresencePenalty, -100, 100, nameof(ChatOptions.PresencePenalty)) ?? 0,
            LogitBias = own?.LogitBias ?? defaults.LogitBias,
            Seed = (ulong)(options?.Seed ?? Random.Shared.NextInt64()),
        };
    }

    private static int? TopK(int? value)
    {
        Check(value is null or >= 1, nameof(ChatOptions.TopK), value, "at least 1");
        return value;
    }

    private static float? Within(float? value, float least, float most, string name)
    {
        Check(value is null || (value >= least && value <= most), name, value, $"from {least} to {most}");
        return value;
    }

    private static void Check(bool holds, string name, object? value, string wanted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {wanted}.");
        }
    }
}
