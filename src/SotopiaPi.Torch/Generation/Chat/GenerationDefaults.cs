using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>The settings of drawing that a model comes with: <c>generation_config.json</c> of its folder.</summary>
/// <param name="Sampling">How to draw. Without <c>do_sample</c> the largest logit is taken, as transformers does.</param>
/// <param name="MaxNewTokens">The greatest length of a reply; null for none.</param>
internal sealed record GenerationDefaults(SamplingSettings Sampling, int? MaxNewTokens)
{
    public const string FileName = "generation_config.json";

    /// <summary>The defaults of a model that comes with none.</summary>
    public static GenerationDefaults None { get; } = new(new SamplingSettings { Temperature = 0 }, null);

    /// <summary>Reads the file of a model folder; without it, <see cref="None"/>.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static GenerationDefaults Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return None;
        }

        using JsonDocument document = JsonFile.Read(path);
        JsonElement root = document.RootElement;
        bool draws = root.TryGetProperty("do_sample", out JsonElement sample) && sample.ValueKind == JsonValueKind.True;
        return new(
            new()
            {
                Temperature = draws ? Number(root, "temperature", path) ?? 1 : 0,
                TopK = Number(root, "top_k", path) is { } k && k >= 1 ? (int)k : null,
                TopP = Number(root, "top_p", path),
                MinP = Number(root, "min_p", path),
                RepetitionPenalty = Number(root, "repetition_penalty", path) ?? 1,
            },
            (int?)Number(root, "max_new_tokens", path));
    }

    private static float? Number(JsonElement root, string name, string path) =>
        !root.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null :
        value.ValueKind == JsonValueKind.Number ? value.GetSingle() :
        throw new CheckpointException(path, $"'{name}' is {value.GetRawText()}, wanted a number.");
}
