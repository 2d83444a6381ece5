using System.Buffers.Binary;
using System.Text;

namespace SotopiaPi.Torch.Tests;

/// <summary>Writes the smallest ELF file that has a table of needed versions: header, two section headers, strings, table.</summary>
internal static class TinyElf
{
    private const int Sections = 64;
    private const int Strings = Sections + (2 * 64);

    /// <summary>Each inner array is one library's versions.</summary>
    public static byte[] Build(params string[][] libraries)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(libraries.SelectMany(v => v).Select(v => v + "\0")));
        int table = Strings + text.Length;
        byte[] file = new byte[table + libraries.Sum(versions => 16 + (16 * versions.Length))];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(file, 0);
        text.CopyTo(file, Strings);
        U64(file, 0x28, Sections);
        U16(file, 0x3A, 64);
        U16(file, 0x3C, 2);
        Section(file, 0, type: 3, offset: Strings, link: 0);
        Section(file, 1, type: 0x6FFFFFFE, offset: table, link: 0);
        WriteLibraries(file, table, libraries);
        return file;
    }

    private static void WriteLibraries(byte[] file, int record, string[][] libraries)
    {
        int name = 0;
        for (int i = 0; i < libraries.Length; i++)
        {
            int count = libraries[i].Length;
            U16(file, record + 2, (ushort)count);
            U32(file, record + 8, 16);
            U32(file, record + 12, i == libraries.Length - 1 ? 0u : (uint)(16 + (16 * count)));
            for (int j = 0; j < count; j++)
            {
                int version = record + 16 + (16 * j);
                U32(file, version + 8, (uint)name);
                U32(file, version + 12, j == count - 1 ? 0u : 16u);
                name += libraries[i][j].Length + 1;
            }

            record += 16 + (16 * count);
        }
    }

    private static void Section(byte[] file, int index, uint type, int offset, uint link)
    {
        int at = Sections + (64 * index);
        U32(file, at + 4, type);
        U64(file, at + 24, (ulong)offset);
        U32(file, at + 40, link);
    }

    private static void U16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private static void U32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    private static void U64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
