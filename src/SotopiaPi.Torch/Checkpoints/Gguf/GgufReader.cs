using System.Buffers.Binary;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Reads the values of a GGUF header; lengths are checked against what is left of the file before anything is allocated.</summary>
internal sealed class GgufReader(string path, Stream stream)
{
    private const uint TextType = 8;
    private const uint ListType = 9;
    private const long MostItems = 1 << 26;                          // far more than any vocabulary has
    private readonly long _length = stream.Length;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    /// <summary>Reads a number of items of which each takes at least so many bytes.</summary>
    public long Count(int smallestItem)
    {
        long count = Int64();
        long most = Math.Min((_length - stream.Position) / smallestItem, MostItems);
        return count >= 0 && count <= most
            ? count
            : throw new CheckpointException(path, $"the header counts {(ulong)count} items where at most {most} fit into the rest of the file; it is truncated or damaged.");
    }

    public string Text()
    {
        byte[] bytes = Bytes((int)Count(smallestItem: 1));
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads a value: text, whole number (long), number (double), true or false, or an array of one of these.</summary>
    public object Value(uint type)
    {
        if (type != ListType)
        {
            return Single(type);
        }

        uint itemType = UInt32();
        long count = Count(smallestItem: itemType == TextType ? 8 : 1);
        return itemType switch
        {
            TextType => List(count, () => Text()),
            6 or 12 => List(count, () => (double)Single(itemType)),
            7 => List(count, () => (bool)Single(itemType)),
            ListType => throw Unknown("a list of lists"),
            _ => List(count, () => (long)Single(itemType)),
        };
    }

    private static T[] List<T>(long count, Func<T> read)
    {
        T[] items = new T[count];
        for (long i = 0; i < count; i++)
        {
            items[i] = read();
        }

        return items;
    }

    private object Single(uint type) => type switch
    {
        0 => (long)Bytes(1)[0],
        1 => (long)(sbyte)Bytes(1)[0],
        2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)),
        3 => (long)BinaryPrimitives.ReadInt16LittleEndian(Bytes(2)),
        4 => (long)UInt32(),
        5 => (long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)),
        6 => (double)BinaryPrimitives.ReadSingleLittleEndian(Bytes(4)),
        7 => Bytes(1)[0] != 0,
        TextType => Text(),
        10 => UInt64(),
        11 => Int64(),
        12 => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8)),
        _ => throw Unknown($"the type number {type}"),
    };

    private long UInt64() => Int64() is >= 0 and var value ? value : throw Unknown("a whole number above 2^63");

    private CheckpointException Unknown(string what) => new(path, $"a metadata value is {what}, which is not supported; the file is damaged or of a newer version.");

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new CheckpointException(path, $"the file ends at byte {_length} within its header; it is truncated, copy it again.");
    }
}
