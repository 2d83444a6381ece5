using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reads a safetensors file (format: huggingface/safetensors, README "Format").</summary>
/// <remarks>
/// A tensor is read straight into its memory, or mapped while it is converted, so that loading needs no more memory than the tensors themselves;
/// <see cref="Map"/> leaves a tensor in the file. Thread-safe.
/// </remarks>
public sealed class SafetensorsFile : ITensorSource
{
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(string path, MappedFile file, SafetensorsHeader header) => (Path, _file, _header) = (path, file, header);

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => _header.Tensors;

    /// <summary>Gets the text entries of the header, usually <c>format</c> = <c>pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header; no tensor is read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing, truncated, damaged or of another format.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (file, header) = MappedFile.Open(path, SafetensorsHeader.Read);
        return new SafetensorsFile(path, file, header);
    }

    /// <inheritdoc/>
    public Tensor Read(string name, Device device, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        var (stored, storedType) = FindTyped(name);
        return TensorBytes.Read(_file, stored, storedType, device, type ?? storedType);
    }

    /// <inheritdoc/>
    public Tensor Map(string name)
    {
        var (stored, storedType) = FindTyped(name);
        return TensorBytes.Map(_file, stored, storedType);
    }

    /// <summary>Reads the bytes of a tensor as they lie in the file.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or it has 2 GiB or more.</exception>
    public byte[] ReadBytes(string name)
    {
        StoredTensor stored = Find(name);
        if (stored.Length > Array.MaxLength)
        {
            throw new CheckpointException(Path, $"tensor '{name}' has {stored.Length} bytes, more than one array holds ({Array.MaxLength}).");
        }

        using MappedRange range = _file.Map(stored);
        return range.Slice(0, (int)stored.Length).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private (StoredTensor Stored, ScalarType Type) FindTyped(string name)
    {
        StoredTensor stored = Find(name);
        return (stored, stored.ScalarType
            ?? throw new CheckpointException(Path, $"tensor '{name}' has the type {stored.Type}, for which torch has none; read it with {nameof(ReadBytes)}."));
    }

    private StoredTensor Find(string name) =>
        Tensors.TryGetValue(name, out StoredTensor? stored)
            ? stored
            : throw new CheckpointException(Path, $"there is no tensor '{name}'; the file has {Tensors.Count}, for example {string.Join(", ", Tensors.Keys.Order(StringComparer.Ordinal).Take(3))}.");
}
