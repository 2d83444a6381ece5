using System.Runtime.InteropServices;
using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

/// <summary>Distributions after the logits processors of transformers, from the fixtures <c>lm/sampling</c>.</summary>
[Category("Fixtures.lm")]
internal sealed class SamplingFixtureTests
{
    [TestCaseSource(nameof(Files))]
    public void Process_gives_the_distributions_of_transformers(string file)
    {
        string path = SharedFolder.RequireCase("lm/sampling", file);
        JsonElement root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        using var tensors = SafetensorsFile.Open(Path.ChangeExtension(path, ".safetensors"));
        int[] context = [.. root.GetProperty("context_ids").EnumerateArray().Select(id => id.GetInt32())];
        using (Assert.EnterMultipleScope())
        {
            foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
            {
                Check(one, context, tensors);
            }
        }
    }

    private static IEnumerable<string> Files() => SharedFolder.Cases("lm/sampling", "*.json");

    private static void Check(JsonElement one, int[] context, SafetensorsFile tensors)
    {
        float[] logits = Floats(tensors, one.GetProperty("logits").GetString()!);
        float[] expected = Floats(tensors, one.GetProperty("probs").GetString()!);
        TokenSampler.Process(logits, Settings(one.GetProperty("settings")), new TokenCounts(context));
        double normalizer = LogitMath.LogSumExp(logits);
        double[] actual = [.. logits.Select(x => Math.Exp(x - normalizer))];
        Assert.That(actual.Count(p => p > 0), Is.EqualTo(one.GetProperty("kept_token_count").GetInt32()), one.GetRawText());
        Assert.That(actual.Select(p => p > 0), Is.EqualTo(expected.Select(p => p > 0)), one.GetRawText());
        Assert.That(actual, Is.EqualTo(expected.Select(p => (double)p)).Within(1e-6), one.GetRawText());
    }

    private static SamplingSettings Settings(JsonElement json)
    {
        float? Value(string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : null;
        return new()
        {
            RepetitionPenalty = Value("repetition_penalty") ?? 1,
            Temperature = Value("temperature") ?? 1,
            TopK = (int?)Value("top_k"),
            TopP = Value("top_p"),
            MinP = Value("min_p"),
        };
    }

    private static float[] Floats(SafetensorsFile file, string name) => MemoryMarshal.Cast<byte, float>(file.ReadBytes(name)).ToArray();
}
