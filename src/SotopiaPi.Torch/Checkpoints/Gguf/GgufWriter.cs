using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Writes GGUF files, version 3 (ggml-org/ggml: docs/gguf.md), replaced in one step.</summary>
internal static class GgufWriter
{
    private const int Alignment = 32;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Keys and values: text, uint, int, float, bool, or an array of text, int or float.</param>
    /// <param name="tensors">The tensors in the order in which they will lie.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, object> metadata, IReadOnlyList<GgufTensor> tensors) => AtomicFile.Write(path, stream =>
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((long)tensors.Count);
        writer.Write((long)metadata.Count);
        foreach ((string key, object value) in metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        WriteDescriptions(writer, tensors);
        Pad(writer);
        foreach (GgufTensor tensor in tensors)
        {
            writer.Flush();
            tensor.Write(stream);
            Pad(writer);
        }
    });

    private static void WriteDescriptions(BinaryWriter writer, IReadOnlyList<GgufTensor> tensors)
    {
        long offset = 0;
        foreach (GgufTensor tensor in tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Count);
            foreach (long size in tensor.Shape.Reverse())                               // innermost first
            {
                writer.Write(size);
            }

            writer.Write((uint)tensor.Type.Code);
            writer.Write(offset);
            offset += Padded(tensor.Length);
        }
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        if (value is Array list)
        {
            writer.Write(9u);
            writer.Write(TypeOf(list.GetType().GetElementType()!));
            writer.Write((long)list.Length);
            foreach (object item in list)
            {
                WriteSingle(writer, item);
            }

            return;
        }

        writer.Write(TypeOf(value.GetType()));
        WriteSingle(writer, value);
    }

    private static uint TypeOf(Type type) =>
        type == typeof(uint) ? 4u : type == typeof(int) ? 5u : type == typeof(float) ? 6u : type == typeof(bool) ? 7u : type == typeof(string) ? 8u
        : throw new ArgumentException($"GGUF metadata of the type {type.Name} is not written here, wanted text, uint, int, float or bool.", nameof(type));

    private static void WriteSingle(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write((byte)(flag ? 1 : 0)); break;
            default: WriteText(writer, (string)value); break;
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((long)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        long position = writer.BaseStream.Position;
        writer.Write(new byte[Padded(position) - position]);
    }

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
