using System.Buffers.Binary;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Reads the sections of a 64-bit little-endian ELF file; every access is checked against the file's end.</summary>
internal readonly ref struct ElfFile
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Checks the file's first bytes.</summary>
    /// <exception cref="BadImageFormatException">The file is no 64-bit little-endian ELF file.</exception>
    public ElfFile(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 64 || !bytes.StartsWith("\u007fELF"u8) || bytes[4] != 2 || bytes[5] != 1)
        {
            throw new BadImageFormatException("The file does not begin like a 64-bit little-endian ELF file.");
        }

        _bytes = bytes;
    }

    /// <summary>A section: where it stands in the file, its length, and where its strings stand.</summary>
    internal readonly record struct Section(ulong Offset, ulong Bytes, ulong Strings);

    /// <summary>Lists the sections of one type in file order.</summary>
    public List<Section> Sections(uint type)
    {
        var found = new List<Section>();
        int count = U16(0x3C);
        for (uint i = 0; i < count; i++)
        {
            ulong header = Header(i);
            if (U32(header + 4) == type)
            {
                found.Add(new(U64(header + 24), U64(header + 32), U64(Header(U32(header + 40)) + 24)));
            }
        }

        return found;
    }

    public ushort U16(ulong at) => BinaryPrimitives.ReadUInt16LittleEndian(At(at, 2));

    public uint U32(ulong at) => BinaryPrimitives.ReadUInt32LittleEndian(At(at, 4));

    public ulong U64(ulong at) => BinaryPrimitives.ReadUInt64LittleEndian(At(at, 8));

    /// <summary>Reads a string that a zero byte ends.</summary>
    public string Text(ulong at)
    {
        ReadOnlySpan<byte> rest = At(at, 1);
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(rest[..end]) : throw Damaged();
    }

    private static BadImageFormatException Damaged() => new("A table of the ELF file leads outside of the file: it is truncated or damaged.");

    private ulong Header(uint index) => U64(0x28) + ((ulong)index * U16(0x3A));

    private ReadOnlySpan<byte> At(ulong offset, int bytes) =>
        offset <= (ulong)_bytes.Length && (ulong)_bytes.Length - offset >= (ulong)bytes ? _bytes[(int)offset..] : throw Damaged();
}
