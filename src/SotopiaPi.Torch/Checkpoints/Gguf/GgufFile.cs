using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reads a GGUF file: metadata, and tensors dequantised to floating point, in the file's own row order.</summary>
/// <remarks>Thread-safe. Only what is being read is mapped into memory.</remarks>
public sealed class GgufFile : ITensorSource
{
    private readonly MappedFile _file;
    private readonly GgufHeader _header;

    private GgufFile(string path, MappedFile file, GgufHeader header) => (Path, _file, _header) = (path, file, header);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => _header.Tensors;

    /// <summary>Gets the metadata: architecture, sizes, tokenizer, chat template.</summary>
    public GgufMetadata Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header; no tensor is read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing, truncated, damaged, or of a version or type that is not supported.</exception>
    public static GgufFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (file, header) = MappedFile.Open(path, GgufHeader.Read);
        return new GgufFile(path, file, header);
    }

    /// <inheritdoc/>
    public Tensor Read(string name, Device device, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        StoredTensor stored = Find(name);
        if (GgufType.Named(stored.Type).ScalarType is { } plain)
        {
            return TensorBytes.Read(_file, stored, plain, device, type ?? plain);
        }

        Tensor result = empty([.. stored.Shape], ScalarType.Float32, CPU);
        using (MappedRange range = _file.Map(stored))
        {
            GgufBlocks.Dequantise(stored.Type, range, result);
        }

        return TensorBytes.Moved(result, device, type ?? ScalarType.Float32);
    }

    /// <inheritdoc/>
    /// <remarks>Blocks are dequantised to float32.</remarks>
    public Tensor Map(string name)
    {
        StoredTensor stored = Find(name);
        return GgufType.Named(stored.Type).ScalarType is { } plain ? TensorBytes.Map(_file, stored, plain) : Read(name, CPU);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private StoredTensor Find(string name) => Tensors.TryGetValue(name, out StoredTensor? stored)
        ? stored
        : throw new CheckpointException(Path, $"there is no tensor '{name}' among the {Tensors.Count} of this file.");
}
