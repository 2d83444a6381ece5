using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Writes the weights of a model folder: <c>model.safetensors</c>, or, where that would be too large, shards and last the index that names them, as
/// Hugging Face does. What an older model left behind is removed at the end, so a reader finds the old weights or the new ones.
/// </summary>
internal static class SafetensorsFolderWriter
{
    /// <summary>Writes tensors that are given part by part; those of one file are in memory at a time.</summary>
    /// <returns>The names and types that were written, in order.</returns>
    public static IReadOnlyDictionary<string, ScalarType> Write(string folder, IReadOnlyList<Func<IReadOnlyDictionary<string, Tensor>>> parts, long maxShardBytes)
    {
        (long Bytes, Dictionary<string, ScalarType> Types)[] sizes = [.. parts.Select(Measure)];
        List<List<int>> shards = Split([.. sizes.Select(size => size.Bytes)], maxShardBytes);
        string[] files = shards.Count == 1 ? [SafetensorsFolder.SingleName] : [.. Enumerable.Range(1, shards.Count).Select(number => Name(number, shards.Count))];
        for (int shard = 0; shard < shards.Count; shard++)
        {
            using var scope = NewDisposeScope();
            Dictionary<string, Tensor> tensors = shards[shard].SelectMany(part => parts[part]()).ToDictionary();
            SafetensorsWriter.Write(Path.Combine(folder, files[shard]), tensors);
        }

        string index = Path.Combine(folder, SafetensorsFolder.IndexName);
        if (shards.Count > 1)
        {
            var map = shards.SelectMany((shard, number) => shard.SelectMany(part => sizes[part].Types.Keys.Select(name => (name, files[number])))).OrderBy(entry => entry.name, StringComparer.Ordinal);
            AtomicFile.Write(index, stream => WriteIndex(stream, sizes.Sum(size => size.Bytes), map));
        }
        else
        {
            File.Delete(index);                                                         // it would win over the single file
        }

        RemoveOthers(folder, files);
        return sizes.SelectMany(size => size.Types).ToDictionary();
    }

    private static (long Bytes, Dictionary<string, ScalarType> Types) Measure(Func<IReadOnlyDictionary<string, Tensor>> part)
    {
        using var scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = part();
        return (tensors.Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize), tensors.ToDictionary(entry => entry.Key, entry => entry.Value.dtype));
    }

    private static List<List<int>> Split(long[] bytes, long most)
    {
        List<List<int>> shards = [[]];
        long filled = 0;
        for (int part = 0; part < bytes.Length; part++)
        {
            if (filled > 0 && filled + bytes[part] > most)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(part);
            filled += bytes[part];
        }

        return shards;
    }

    private static string Name(int number, int count) => string.Create(CultureInfo.InvariantCulture, $"model-{number:00000}-of-{count:00000}.safetensors");

    private static void WriteIndex(Stream stream, long bytes, IEnumerable<(string Name, string File)> map)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", bytes);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach (var (name, file) in map)
        {
            json.WriteString(name, file);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void RemoveOthers(string folder, string[] files)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "model*.safetensors"))
        {
            string name = Path.GetFileName(path);
            bool isOurs = name == SafetensorsFolder.SingleName || (name.Length == Name(1, 1).Length && name.StartsWith("model-", StringComparison.Ordinal) && name.Contains("-of-", StringComparison.Ordinal));
            if (isOurs && !files.Contains(name))
            {
                File.Delete(path);
            }
        }
    }
}
