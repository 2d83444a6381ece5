using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reaches the bytes of contiguous tensors on the CPU, in pieces that a span can hold.</summary>
internal static class TensorBytes
{
    private const long PieceBytes = 1L << 30;

    /// <summary>What to do with a piece of a tensor's bytes.</summary>
    /// <param name="offset">Where the piece starts, in bytes from the tensor's first.</param>
    /// <param name="bytes">The piece, in the tensor's own memory.</param>
    public delegate void Visit(long offset, Span<byte> bytes);

    /// <summary>Visits all bytes in order.</summary>
    public static void ForEachPiece(Tensor tensor, Visit visit)
    {
        long count = tensor.NumberOfElements;
        long elementSize = tensor.ElementSize;
        long step = PieceBytes / elementSize;
        using Tensor flat = tensor.view(-1);
        for (long start = 0; start < count; start += step)
        {
            using Tensor piece = flat.narrow(0, start, Math.Min(step, count - start));
            visit(start * elementSize, piece.bytes);
        }
    }

    /// <summary>Reads a tensor that torch has a type for: copied once from its place in the file, converted on the way.</summary>
    public static Tensor Read(MappedFile file, StoredTensor stored, ScalarType storedType, Device device, ScalarType type)
    {
        int elementSize = (int)(stored.Count == 0 ? 1 : stored.Length / stored.Count);
        if ((type != storedType || device.type != DeviceType.CPU) && MappedTensor.Fits(stored, elementSize))
        {
            using Tensor inFile = MappedTensor.Of(file.Map(stored), stored.Shape, storedType);
            return inFile.to(type, device);
        }

        Tensor result = empty([.. stored.Shape], storedType, CPU);
        file.Read(stored, result);
        return Moved(result, device, type);
    }

    /// <summary>Gives a tensor that stays in the file's pages; a copy where its place there suits no vector instruction's numbers.</summary>
    public static Tensor Map(MappedFile file, StoredTensor stored, ScalarType storedType) =>
        stored.Count > 0 && MappedTensor.Fits(stored, (int)(stored.Length / stored.Count))
            ? MappedTensor.Of(file.Map(stored), stored.Shape, storedType)
            : Read(file, stored, storedType, CPU, storedType);

    /// <summary>Gives a tensor on a device in a type, and disposes the one that came in when it is not that already.</summary>
    public static Tensor Moved(Tensor tensor, Device device, ScalarType type)
    {
        if (tensor.dtype == type && tensor.device_type == device.type)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(type, device);
        }
    }
}
