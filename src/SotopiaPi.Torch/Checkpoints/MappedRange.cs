using System.IO.MemoryMappedFiles;

namespace SotopiaPi.Torch;

/// <summary>Maps a byte range of a file into memory for as long as it is not disposed.</summary>
internal sealed unsafe class MappedRange : IDisposable
{
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly long _length;

    public MappedRange(MemoryMappedFile map, long offset, long length)
    {
        _length = length;
        if (length > 0)                                     // a view of zero bytes would mean: to the end of the file
        {
            _view = map.CreateViewAccessor(offset, length, MemoryMappedFileAccess.CopyOnWrite);
            byte* view = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref view);
            _start = view + _view.PointerOffset;
        }
    }

    /// <summary>Gets the address of the first byte; valid until this object is disposed.</summary>
    public nint Start => (nint)_start;

    /// <summary>Gives a part of the range; valid until this object is disposed.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, _length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
    }
}
