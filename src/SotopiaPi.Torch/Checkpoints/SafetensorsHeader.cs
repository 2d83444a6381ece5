using System.Buffers.Binary;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Reads and checks the header of a safetensors file: 8 bytes with the header's length (little endian), a JSON object of names, types,
/// shapes and byte ranges, then the data. Every range is proved to lie in the file, with no gap and no overlap, before it is used.
/// </summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, StoredTensor> Tensors)
{
    /// <summary>The longest header that is accepted, in bytes; the reference implementation has the same bound.</summary>
    public const long MaxLength = 100_000_000;

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static SafetensorsHeader Read(string path, Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw new CheckpointException(path, $"the file has {stream.Length} bytes, too few for a safetensors file; it is truncated, copy it again.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long limit = Math.Min(MaxLength, stream.Length - 8);
        if (length < 2 || length > (ulong)limit)
        {
            throw new CheckpointException(path, $"the header claims {length} bytes, wanted 2 to {limit}; the file is truncated or not in safetensors format.");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return Parse(path, header, stream.Length);
    }

    private static SafetensorsHeader Parse(string path, byte[] header, long fileLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, s_json);
            Dictionary<string, string> metadata = [];
            Dictionary<string, StoredTensor> tensors = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "");
                }
                else
                {
                    tensors.Add(property.Name, ReadEntry(path, property, 8 + header.Length));
                }
            }

            CheckRanges(path, tensors.Values, 8 + header.Length, fileLength);
            return new SafetensorsHeader(metadata, tensors);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CheckpointException(path, $"the header is not the JSON of a safetensors file ({e.Message}); the file is damaged or of another format.", e);
        }
    }

    private static StoredTensor ReadEntry(string path, JsonProperty property, long dataStart)
    {
        string type = property.Value.GetProperty("dtype").GetString() ?? "";
        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] range = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (SafetensorsType.Find(type) is not { } known)
        {
            throw new CheckpointException(path, $"tensor '{property.Name}' has the type '{type}', wanted one of {SafetensorsType.Known}.");
        }

        if (range.Length != 2 || range[0] < 0 || range[1] < range[0])
        {
            throw new CheckpointException(path, $"tensor '{property.Name}' has the byte range [{string.Join(", ", range)}], wanted [start, end] with 0 ≤ start ≤ end.");
        }

        if (ByteLength(shape, known.Size) is not { } bytes || bytes != range[1] - range[0])
        {
            throw new CheckpointException(path, $"tensor '{property.Name}' of shape [{string.Join(", ", shape)}] and type {type} cannot fill its {range[1] - range[0]} bytes.");
        }

        return new StoredTensor(property.Name, type, shape, dataStart + range[0], bytes);
    }

    private static long? ByteLength(long[] shape, int elementSize)
    {
        Int128 bytes = elementSize;
        foreach (long size in shape)
        {
            bytes = size < 0 ? -1 : bytes * size;
            if (bytes < 0 || bytes > long.MaxValue)
            {
                return null;
            }
        }

        return (long)bytes;
    }

    private static void CheckRanges(string path, IEnumerable<StoredTensor> tensors, long dataStart, long fileLength)
    {
        long end = dataStart;
        foreach (StoredTensor tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length))
        {
            if (tensor.Offset != end)
            {
                string what = tensor.Offset < end ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw new CheckpointException(path, $"tensor '{tensor.Name}' starts at byte {tensor.Offset}, wanted {end}: it {what}; the file is damaged.");
            }

            end = tensor.Offset + tensor.Length;
        }

        if (end != fileLength)
        {
            string what = end > fileLength ? "it is truncated, copy it again" : "it has bytes that no tensor owns";
            throw new CheckpointException(path, $"the tensors end at byte {end} but the file at byte {fileLength}: {what}.");
        }
    }
}
