using Microsoft.Win32.SafeHandles;

namespace SotopiaPi;

/// <summary>Reads the finished lines of a file with their offsets; what follows the last line end is left out.</summary>
internal static class FileLines
{
    public static IEnumerable<(long Offset, byte[] Line)> Read(SafeFileHandle file)
    {
        byte[] buffer = new byte[1 << 16];
        List<byte> line = [];
        long start = 0;
        long position = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, position)) > 0; position += read)
        {
            for (int from = 0; from < read;)
            {
                int end = buffer.AsSpan(from, read - from).IndexOf((byte)'\n');
                if (end < 0)
                {
                    line.AddRange(buffer.AsSpan(from, read - from));
                    break;
                }

                line.AddRange(buffer.AsSpan(from, end));
                yield return (start, [.. line]);
                line.Clear();
                from += end + 1;
                start = position + from;
            }
        }
    }
}
