using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Slow]
[LiveTensorsFlat]
[Platform("Linux")]
internal sealed class LoadMemoryTests
{
    private const long Slack = 32 << 20;                                                // compiled code, headers, the map of pages

    // 537 million weights in bfloat16: 1.07 GB; the largest tensor is the embedding, 131 MB.
    private static readonly DecoderConfig s_config = new()
    {
        VocabularySize = 32000,
        HiddenSize = 2048,
        IntermediateSize = 5632,
        HeadCount = 16,
        KeyValueHeadCount = 8,
        HeadSize = 128,
        Layers = LayerConfig.Repeat(10, new RopeConfig(10000)),
        MaxPositions = 128,
        TieEmbeddings = true,
    };

    [TestCase(ScalarType.BFloat16, 2)]
    [TestCase(ScalarType.Float32, 4)]
    public void A_sharded_gigabyte_loads_with_no_more_than_its_largest_tensor_beside_what_stays(ScalarType type, int bytesAWeight)
    {
        using TemporaryFolder folder = new();
        long weights = WriteShards(folder) * bytesAWeight;
        LoadProbe.Outcome outcome = LoadProbe.Run(folder.Path, type);
        long peak = outcome.Peak - outcome.Before;
        long largest = (long)s_config.VocabularySize * s_config.HiddenSize * 2;         // as it lies in the file
        TestContext.Out.WriteLine($"{weights / 1e6:F0} MB stay, peak {peak / 1e6:F0} MB, largest tensor {largest / 1e6:F0} MB, {outcome.Seconds:F1} s");
        Assert.That(outcome.Weights, Is.EqualTo(weights));
        Assert.That(peak, Is.GreaterThan(weights * 0.95));                              // else nothing was measured
        Assert.That(peak, Is.LessThan(weights + largest + Slack));
    }

    [Test]
    public void A_mapped_gigabyte_loads_in_no_time_and_no_memory()
    {
        using TemporaryFolder folder = new();
        long weights = WriteShards(folder) * 2;
        LoadProbe.Outcome copied = LoadProbe.Run(folder.Path, ScalarType.BFloat16);
        LoadProbe.Outcome mapped = LoadProbe.Run(folder.Path, ScalarType.BFloat16, maps: true);
        TestContext.Out.WriteLine($"mapped {mapped.Seconds:F2} s and {(mapped.After - mapped.Before) / 1e6:F0} MB, copied {copied.Seconds:F2} s and {(copied.After - copied.Before) / 1e6:F0} MB");
        Assert.That(mapped.Weights, Is.EqualTo(weights));
        Assert.That(mapped.Peak - mapped.Before, Is.LessThan(Slack));
        Assert.That(mapped.Next, Is.EqualTo(copied.Next));
    }

    private static long WriteShards(TemporaryFolder folder)
    {
        using (Generator generator = new(1))
        using (Decoder tiny = Decoder.Create(s_config with { Layers = LayerConfig.Repeat(1, new RopeConfig(10000)) }, generator, new DecoderOptions { Type = ScalarType.BFloat16 }))
        {
            tiny.Save(folder.Path);
        }

        string config = File.ReadAllText(folder.File("config.json"));
        File.WriteAllText(folder.File("config.json"), config.Replace("\"num_hidden_layers\": 1", $"\"num_hidden_layers\": {s_config.Layers.Count}", StringComparison.Ordinal));
        using SafetensorsFile one = SafetensorsFile.Open(folder.File("model.safetensors"));
        List<string> map = [];
        long weights = Shard(folder, one, "shard-0.safetensors", name => name.Contains(".layers.", StringComparison.Ordinal) ? null : name, map);
        for (int layer = 0; layer < s_config.Layers.Count; layer++)
        {
            int number = layer;
            weights += Shard(folder, one, $"shard-{layer + 1}.safetensors", name => name.Contains(".layers.0.", StringComparison.Ordinal) ? name.Replace(".0.", $".{number}.", StringComparison.Ordinal) : null, map);
        }

        File.WriteAllText(folder.File("model.safetensors.index.json"), $"{{\"weight_map\": {{{string.Join(",", map)}}}}}");
        return weights;
    }

    private static long Shard(TemporaryFolder folder, SafetensorsFile source, string file, Func<string, string?> rename, List<string> map)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> part = source.Tensors.Keys.Where(name => rename(name) is not null).ToDictionary(name => rename(name)!, name => source.Read(name, CPU));
        SafetensorsWriter.Write(folder.File(file), part);
        map.AddRange(part.Keys.Select(name => $"\"{name}\": \"{file}\""));
        return part.Values.Sum(tensor => tensor.NumberOfElements);
    }
}
