namespace SotopiaPi.Torch;

/// <summary>
/// Reads the table of symbol versions that a shared library needs from others: section <c>.gnu.version_r</c> (Linux Standard Base 5.0,
/// "Symbol Versioning").
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedsSection = 0x6FFFFFFE;

    /// <summary>One needed version: its name, and where in the file its 16-bit flags stand.</summary>
    internal readonly record struct Need(string Version, int FlagsOffset);

    /// <summary>Lists every needed version in file order.</summary>
    /// <exception cref="BadImageFormatException">The file is no 64-bit little-endian ELF file, or a table leads outside of it.</exception>
    public static IReadOnlyList<Need> Read(ReadOnlySpan<byte> bytes)
    {
        var file = new ElfFile(bytes);
        var needs = new List<Need>();
        foreach (ElfFile.Section section in file.Sections(VersionNeedsSection))
        {
            ReadLibraries(file, section, needs);
        }

        return needs;
    }

    /// <summary>Walks one record per library; each points to its versions and, by a relative offset, to the next library.</summary>
    private static void ReadLibraries(ElfFile file, ElfFile.Section section, List<Need> needs)
    {
        ulong record = section.Offset;
        uint next;
        do
        {
            ulong version = record + file.U32(record + 8);
            int count = file.U16(record + 2);
            for (int i = 0; i < count; i++)
            {
                needs.Add(new(file.Text(section.Strings + file.U32(version + 8)), (int)version + 4));
                version += file.U32(version + 12);
            }

            next = file.U32(record + 12);
            record += next;
        }
        while (next != 0);
    }
}
