using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Writes safetensors files: header padded to 8 bytes, metadata <c>format</c> = <c>pt</c>, replaced in one step.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors to a file, which is replaced only when all of it is on the disk.</summary>
    /// <param name="path">The file to write; its folder is created.</param>
    /// <param name="tensors">The tensors by name, on any device, of any layout; they are not changed.</param>
    /// <param name="metadata">More text entries for the header; <c>format</c> = <c>pt</c> is always there.</param>
    /// <exception cref="CheckpointException">A tensor has a type that the format lacks.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        Part[] parts = [.. tensors.Select(entry => Part.Of(path, entry.Key, entry.Value))
            .OrderByDescending(part => part.Type.Size).ThenBy(part => part.Name, StringComparer.Ordinal)];   // widest first keeps every tensor aligned
        byte[] header = Header(parts, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (Part part in parts)
            {
                WriteData(stream, part.Tensor);
            }
        });
    }

    private static void WriteData(Stream stream, Tensor tensor)
    {
        using Tensor values = tensor.detach();
        using Tensor onHost = values.cpu();
        using Tensor contiguous = onHost.contiguous();
        TensorBytes.ForEachPiece(contiguous, (_, bytes) => stream.Write(bytes));
    }

    private static byte[] Header(Part[] parts, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            long offset = 0;
            foreach (Part part in parts)
            {
                json.WriteStartObject(part.Name);
                json.WriteString("dtype", part.Type.Name);
                WriteNumbers(json, "shape", part.Tensor.shape);
                WriteNumbers(json, "data_offsets", [offset, offset + part.Bytes]);
                json.WriteEndObject();
                offset += part.Bytes;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt");
        foreach ((string name, string value) in (metadata ?? new Dictionary<string, string>()).Where(entry => entry.Key != "format"))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private sealed record Part(string Name, Tensor Tensor, SafetensorsType Type, long Bytes)
    {
        public static Part Of(string path, string name, Tensor tensor)
        {
            SafetensorsType type = SafetensorsType.Find(tensor.dtype)
                ?? throw new CheckpointException(path, $"tensor '{name}' has the type {tensor.dtype}, wanted one of {SafetensorsType.Known}.");
            return new Part(name, tensor, type, tensor.NumberOfElements * type.Size);
        }
    }
}
