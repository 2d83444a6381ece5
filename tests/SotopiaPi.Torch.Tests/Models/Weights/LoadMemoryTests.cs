using System.Globalization;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Slow]
[LiveTensorsFlat]
internal sealed class LoadMemoryTests
{
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
    [Platform("Linux")]
    public void A_sharded_gigabyte_loads_with_no_more_than_its_largest_tensor_beside_what_stays(ScalarType type, int bytesAWeight)
    {
        using TemporaryFolder folder = new();
        long weights = WriteShards(folder);
        File.WriteAllText("/proc/self/clear_refs", "5");                            // the peak starts anew
        long before = Kilobytes("VmRSS");
        using Decoder decoder = Decoder.Load(folder.Path, new DecoderOptions { Type = type });
        long peak = (Kilobytes("VmHWM") - before) * 1024;
        long largest = (long)s_config.VocabularySize * s_config.HiddenSize * (2 + bytesAWeight);   // as stored and as converted
        TestContext.Out.WriteLine($"{weights * bytesAWeight / 1e6:F0} MB stay, peak {peak / 1e6:F0} MB");
        Assert.That(peak, Is.LessThan((weights * bytesAWeight) + largest + (48L << 20)));
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

    private static long Kilobytes(string key) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
}
