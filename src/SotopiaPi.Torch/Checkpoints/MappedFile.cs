using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A file whose header was read, and whose data are read or mapped on demand. Thread-safe.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;            // closed with the map
    private readonly MemoryMappedFile _map;

    private MappedFile(string path, FileStream stream) =>
        (_path, _handle, _map) = (path, stream.SafeFileHandle, MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: false));

    /// <summary>Opens a file, reads its header and makes its map.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or the header reader refuses it.</exception>
    public static (MappedFile File, T Header) Open<T>(string path, Func<string, Stream, T> readHeader)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            T header = readHeader(path, stream);
            return (new MappedFile(path, stream), header);
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

    /// <summary>Maps the bytes of a tensor into memory.</summary>
    public MappedRange Map(StoredTensor stored) => new(_map, stored.Offset, stored.Length);

    /// <summary>Fills a contiguous tensor on the CPU with the bytes of a stored one.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or became shorter since it was opened.</exception>
    public void Read(StoredTensor stored, Tensor target)
    {
        try
        {
            TensorBytes.ForEachPiece(target, (offset, bytes) => Read(stored.Offset + offset, bytes));
        }
        catch (IOException e)
        {
            throw new CheckpointException(_path, $"the file cannot be read ({e.Message}).", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _map.Dispose();

    private void Read(long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("it became shorter while it was read");
            }

            offset += read;
            bytes = bytes[read..];
        }
    }
}
