namespace SotopiaPi.Torch;

/// <summary>
/// Reads and checks the header of a GGUF file, versions 2 and 3, little endian (ggml-org/ggml: docs/gguf.md): metadata, then the name,
/// sizes, type and place of each tensor. Every range is proved to lie in the file, with no overlap, before it is used.
/// </summary>
internal sealed record GgufHeader(GgufMetadata Metadata, IReadOnlyDictionary<string, StoredTensor> Tensors)
{
    public static GgufHeader Read(string path, Stream stream)
    {
        GgufReader reader = new(path, stream);
        if (reader.UInt32() != 0x46554747)                                                  // "GGUF"
        {
            throw new CheckpointException(path, "the file does not start with 'GGUF'; wanted a GGUF file.");
        }

        uint version = reader.UInt32();
        if (version is not (2 or 3))
        {
            throw new CheckpointException(path, $"the file is GGUF version {version}, wanted 2 or 3, little endian; convert it with a newer tool.");
        }

        long tensors = reader.Count(smallestItem: 24);
        long entries = reader.Count(smallestItem: 13);
        Dictionary<string, object> values = [];
        for (long i = 0; i < entries; i++)
        {
            string key = reader.Text();
            if (!values.TryAdd(key, reader.Value(reader.UInt32())))
            {
                throw new CheckpointException(path, $"the metadata '{key}' occurs twice; the file is damaged.");
            }
        }

        GgufMetadata metadata = new(path, values);
        long alignment = metadata.Integer("general.alignment") ?? 32;
        if (alignment is < 1 or > 1 << 20)
        {
            throw new CheckpointException(path, $"'general.alignment' is {alignment}, wanted 1 to {1 << 20} bytes.");
        }

        StoredTensor[] stored = [.. Enumerable.Range(0, (int)tensors).Select(_ => ReadTensor(path, reader))];
        long dataStart = (stream.Position + alignment - 1) / alignment * alignment;
        return new GgufHeader(metadata, Placed(path, stored, dataStart, alignment, stream.Length));
    }

    private static StoredTensor ReadTensor(string path, GgufReader reader)
    {
        string name = reader.Text();
        uint dimensions = reader.UInt32();
        if (dimensions > 4)
        {
            throw new CheckpointException(path, $"tensor '{name}' has {dimensions} dimensions, wanted at most 4; the file is damaged.");
        }

        long[] sizes = new long[dimensions];
        for (int i = sizes.Length - 1; i >= 0; i--)                                         // the file lists the innermost first
        {
            sizes[i] = reader.Int64();
        }

        uint code = reader.UInt32();
        GgufType type = GgufType.Find(code)
            ?? throw new CheckpointException(path, $"tensor '{name}' has the type number {code}, wanted one of {GgufType.Known}; requantise the file.");
        Int128 count = sizes.Aggregate((Int128)1, (product, size) => size < 0 ? -1 : product < 0 || product > long.MaxValue ? -1 : product * size);
        if (count < 0 || count > long.MaxValue / 8 || (sizes.Length > 0 && sizes[^1] % type.BlockValues != 0))
        {
            throw new CheckpointException(path, $"tensor '{name}' has the sizes [{string.Join(", ", sizes)}], which do not fit blocks of {type.BlockValues} {type.Name} values.");
        }

        return new StoredTensor(name, type.Name, sizes, reader.Int64(), (long)count / type.BlockValues * type.BlockBytes);
    }

    private static Dictionary<string, StoredTensor> Placed(string path, StoredTensor[] stored, long dataStart, long alignment, long fileLength)
    {
        Dictionary<string, StoredTensor> tensors = [];
        long end = 0;
        foreach (StoredTensor tensor in stored.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset < end || tensor.Offset % alignment != 0)
            {
                throw new CheckpointException(path, $"tensor '{tensor.Name}' starts at byte {tensor.Offset} of the data, wanted a multiple of {alignment} from {end} on: it overlaps another; the file is damaged.");
            }

            if (tensor.Offset > fileLength - dataStart || tensor.Length > fileLength - dataStart - tensor.Offset)
            {
                throw new CheckpointException(path, $"tensor '{tensor.Name}' ends at byte {(Int128)dataStart + tensor.Offset + tensor.Length} but the file at {fileLength}: it is truncated, copy it again.");
            }

            if (!tensors.TryAdd(tensor.Name, tensor with { Offset = dataStart + tensor.Offset }))
            {
                throw new CheckpointException(path, $"tensor '{tensor.Name}' occurs twice; the file is damaged.");
            }

            end = tensor.Offset + tensor.Length;
        }

        return tensors;
    }
}
