using System.IO.MemoryMappedFiles;

namespace SotopiaPi.Torch;

/// <summary>Opens files whose header is read first and whose data are mapped on demand.</summary>
internal static class MappedFile
{
    /// <summary>Opens a file, reads its header and makes its map.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or the header reader refuses it.</exception>
    public static (MemoryMappedFile Map, T Header) Open<T>(string path, Func<string, Stream, T> readHeader)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            T header = readHeader(path, stream);
            return (MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: false), header);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                throw new CheckpointException(path, $"the file cannot be read ({e.Message}); check the path and its permissions.", e);
            }

            throw;
        }
    }
}
