using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Tensors whose numbers lie in the pages of a mapped file. The map lives as long as the last tensor that shares the storage, whoever holds it; libtorch
/// itself gives it back. Writing to such a tensor changes private copies of its pages, never the file.
/// </summary>
internal static unsafe partial class MappedTensor
{
    private static readonly ConcurrentDictionary<nint, MappedRange> s_ranges = new();

    /// <summary>Says whether numbers of a type may lie at a place of a file.</summary>
    public static bool Fits(StoredTensor stored, int elementSize) => stored.Length > 0 && stored.Offset % elementSize == 0;   // maps start at whole pages

    /// <summary>Makes a tensor on the CPU over a range, which belongs to it from here on.</summary>
    public static Tensor Of(MappedRange range, IReadOnlyList<long> shape, ScalarType type)
    {
        long[] sizes = [.. shape];
        nint start = range.Start;
        s_ranges[start] = range;
        fixed (long* first = sizes)
        {
            nint handle = THSTensor_new((void*)start, &Release, first, sizes.Length, (sbyte)type, (sbyte)type, (int)DeviceType.CPU, 0, requiresGrad: 0);
            if (handle == 0)
            {
                s_ranges.TryRemove(start, out _);
                range.Dispose();
                CheckForErrors();
            }

            return Tensor.UnsafeCreateTensor(handle);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(void* start)
    {
        if (s_ranges.TryRemove((nint)start, out MappedRange? range))
        {
            range.Dispose();
        }
    }

    // What TorchSharp's own constructors call; a callback that frees the numbers is not among its public ones.
    [LibraryImport("LibTorchSharp")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint THSTensor_new(
        void* data, delegate* unmanaged[Cdecl]<void*, void> deleter, long* sizes, int sizeCount, sbyte storedType, sbyte type, int deviceType, int deviceIndex, byte requiresGrad);
}
