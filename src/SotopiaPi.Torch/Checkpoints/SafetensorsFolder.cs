using System.Text.Json;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reads the weights of a Hugging Face model folder: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> names.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class SafetensorsFolder : ITensorSource
{
    internal const string SingleName = "model.safetensors";
    internal const string IndexName = "model.safetensors.index.json";
    private readonly IReadOnlyList<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _fileOf = [];
    private readonly Dictionary<string, StoredTensor> _tensors = [];

    private SafetensorsFolder(string folder, IReadOnlyList<SafetensorsFile> files)
    {
        Path = folder;
        _files = files;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    /// <summary>Opens the folder and checks the headers of its files; no tensor is read.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <exception cref="CheckpointException">There are no weights, a shard is missing, damaged or named outside the folder, or a tensor is missing.</exception>
    public static SafetensorsFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string index = System.IO.Path.Combine(folder, IndexName);
        string single = System.IO.Path.Combine(folder, SingleName);
        if (File.Exists(index))
        {
            return OpenShards(folder, index);
        }

        if (!File.Exists(single))
        {
            throw new CheckpointException(folder, Directory.Exists(folder)
                ? $"there is neither {SingleName} nor {IndexName}; wanted the folder of a Hugging Face model with weights in safetensors format."
                : "there is no such folder; check the path of the model.");
        }

        SafetensorsFile file = SafetensorsFile.Open(single);
        SafetensorsFolder source = new(folder, [file]);
        foreach (StoredTensor tensor in file.Tensors.Values)
        {
            source.Add(tensor, file);
        }

        return source;
    }

    /// <inheritdoc/>
    public Tensor Read(string name, Device device, ScalarType? type = null) =>
        _fileOf.TryGetValue(name, out SafetensorsFile? file)
            ? file.Read(name, device, type)
            : throw new CheckpointException(Path, $"there is no tensor '{name}' among the {_tensors.Count} of this folder.");

    /// <inheritdoc/>
    public Tensor Map(string name) =>
        _fileOf.TryGetValue(name, out SafetensorsFile? file)
            ? file.Map(name)
            : throw new CheckpointException(Path, $"there is no tensor '{name}' among the {_tensors.Count} of this folder.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files)
        {
            file.Dispose();
        }
    }

    private static SafetensorsFolder OpenShards(string folder, string index)
    {
        Dictionary<string, string> shardOf = ReadIndex(index);
        Dictionary<string, SafetensorsFile> files = [];
        try
        {
            foreach (string shard in shardOf.Values.Distinct(StringComparer.Ordinal))
            {
                files.Add(shard, OpenShard(folder, index, shard));
            }

            SafetensorsFolder source = new(folder, [.. files.Values]);
            foreach ((string name, string shard) in shardOf)
            {
                source.Add(files[shard].Tensors.GetValueOrDefault(name)
                    ?? throw new CheckpointException(index, $"tensor '{name}' should lie in '{shard}', which does not have it; the index and the shards are of different models."), files[shard]);
            }

            return source;
        }
        catch
        {
            foreach (SafetensorsFile file in files.Values)
            {
                file.Dispose();
            }

            throw;
        }
    }

    private static SafetensorsFile OpenShard(string folder, string index, string shard)
    {
        if (shard is "" or "." or ".." || shard.AsSpan().IndexOfAny("/\\:\0") >= 0)
        {
            throw new CheckpointException(index, $"the shard name '{shard}' is not a plain file name; shards must lie beside the index.");
        }

        string path = System.IO.Path.Combine(folder, shard);
        return File.Exists(path)
            ? SafetensorsFile.Open(path)
            : throw new CheckpointException(index, $"the shard '{shard}' is missing; copy all files of the model into the folder.");
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        using JsonDocument document = JsonFile.Read(index);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out JsonElement map)
            || map.ValueKind != JsonValueKind.Object || map.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.String))
        {
            throw new CheckpointException(index, "wanted an object 'weight_map' from tensor names to file names.");
        }

        return map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }

    private void Add(StoredTensor tensor, SafetensorsFile file)
    {
        _tensors.Add(tensor.Name, tensor);
        _fileOf.Add(tensor.Name, file);
    }
}
