using System.Buffers.Binary;

namespace SotopiaPi.Torch;

/// <summary>
/// Gives a copy of a shared library another short name, under which the dynamic linker then finds it. The name is the tail of
/// one that the library needs, so that the file keeps its length.
/// </summary>
internal static class ElfAlias
{
    private const uint DynamicSection = 6;
    private const ulong NeededTag = 1;
    private const ulong SonameTag = 14;

    /// <summary>Returns a copy of <paramref name="bytes"/> whose short name is <paramref name="needed"/> from <paramref name="skip"/> on.</summary>
    /// <param name="bytes">A 64-bit little-endian ELF file.</param>
    /// <param name="needed">The short name of a library that the file needs.</param>
    /// <param name="skip">How many of its first characters to leave out.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="BadImageFormatException">The file is damaged, has no short name, or does not need that library.</exception>
    public static byte[] Rename(ReadOnlySpan<byte> bytes, string needed, int skip, string name)
    {
        var file = new ElfFile(bytes);
        ulong? soname = null, text = null;
        foreach (ElfFile.Section section in file.Sections(DynamicSection))
        {
            for (ulong at = section.Offset; at < section.Offset + section.Bytes; at += 16)
            {
                (ulong tag, ulong value) = (file.U64(at), file.U64(at + 8));
                soname = tag == SonameTag ? at + 8 : soname;
                text = tag == NeededTag && file.Text(section.Strings + value) == needed ? value : text;
            }
        }

        if (soname is null || text is null)
        {
            throw new BadImageFormatException($"'{name}' has no short name, or does not need {needed}: it is not the libtorch.so of a known PyTorch.");
        }

        byte[] copy = bytes.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(copy.AsSpan((int)soname.Value), text.Value + (ulong)skip);
        return copy;
    }
}
