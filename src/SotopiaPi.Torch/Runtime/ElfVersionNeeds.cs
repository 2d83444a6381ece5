using System.Buffers.Binary;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Reads the table of symbol versions that a shared library needs from others: section <c>.gnu.version_r</c> of a 64-bit
/// little-endian ELF file (Linux Standard Base 5.0, "Symbol Versioning").
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedsSection = 0x6FFFFFFE;
    private const int SectionHeaderBytes = 64;

    /// <summary>One needed version: its name, and where in the file its 16-bit flags stand.</summary>
    internal readonly record struct Need(string Version, int FlagsOffset);

    /// <summary>Lists every needed version in file order.</summary>
    /// <exception cref="BadImageFormatException">The file is no 64-bit little-endian ELF file, or a table leads outside of it.</exception>
    public static IReadOnlyList<Need> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < SectionHeaderBytes || !file.StartsWith("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
        {
            throw new BadImageFormatException("The file does not begin like a 64-bit little-endian ELF file.");
        }

        try
        {
            return ReadTables(file);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new BadImageFormatException("A table of the ELF file leads outside of the file: it is truncated or damaged.", e);
        }
    }

    private static List<Need> ReadTables(ReadOnlySpan<byte> file)
    {
        var needs = new List<Need>();
        int count = U16(file, 0x3C);
        for (int i = 0; i < count; i++)
        {
            int header = Section(file, i);
            if (U32(file, header + 4) == VersionNeedsSection)
            {
                int strings = Offset(file, Section(file, checked((int)U32(file, header + 40))) + 24);
                ReadLibraries(file, Offset(file, header + 24), strings, needs);
            }
        }

        return needs;
    }

    /// <summary>Walks one record per library; each points to its versions and, by a relative offset, to the next library.</summary>
    private static void ReadLibraries(ReadOnlySpan<byte> file, int record, int strings, List<Need> needs)
    {
        for (uint next = 1; next != 0; record = checked(record + (int)next))
        {
            int version = checked(record + (int)U32(file, record + 8));
            int count = U16(file, record + 2);
            for (int i = 0; i < count; i++)
            {
                needs.Add(new(Text(file, checked(strings + (int)U32(file, version + 8))), version + 4));
                version = checked(version + (int)U32(file, version + 12));
            }

            next = U32(file, record + 12);
        }
    }

    private static int Section(ReadOnlySpan<byte> file, int index) => checked(Offset(file, 0x28) + (index * U16(file, 0x3A)));

    private static int Offset(ReadOnlySpan<byte> file, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[at..]));

    private static uint U32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static int U16(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static string Text(ReadOnlySpan<byte> file, int at)
    {
        ReadOnlySpan<byte> rest = file[at..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }
}
