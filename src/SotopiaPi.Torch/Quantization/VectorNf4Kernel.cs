using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Dequantises on the CPU with vector instructions, on as many threads as torch uses.</summary>
internal sealed unsafe class VectorNf4Kernel : INf4Kernel
{
    private const long PieceValues = 1 << 18;                                           // a multiple of the block size; fits a core's cache

    public void Dequantize(Nf4Weight weight, Tensor target)
    {
        if (target.dtype is not (ScalarType.Float32 or ScalarType.BFloat16))
        {
            using Tensor wide = empty(weight.Shape, ScalarType.Float32, CPU);
            Dequantize(weight, wide);
            target.copy_(wide);
            return;
        }

        float[]? restored = weight.Nested is { } nested ? Restored(weight, nested) : null;
        ReadOnlySpan<float> scales = restored ?? MemoryMarshal.Cast<byte, float>(weight.Scales.bytes);
        bool rounds = target.dtype == ScalarType.BFloat16;
        int pieces = (int)((weight.Count + PieceValues - 1) / PieceValues);
        fixed (byte* codes = weight.Codes.bytes)
        fixed (byte* values = target.bytes)
        fixed (float* scale = scales)
        {
            var (c, v, s) = ((nint)codes, (nint)values, (nint)scale);
            ThreadTeam.For(pieces, piece =>
            {
                long start = piece * PieceValues;
                long count = Math.Min(PieceValues, weight.Count - start);
                Piece((byte*)c + (start / 2), (float*)s + (start / Nf4.BlockSize), (byte*)v + (start * (rounds ? 2 : 4)), count, rounds);
            });
        }

        if (restored is not null)
        {
            ArrayPool<float>.Shared.Return(restored);
        }
    }

    private static void Piece(byte* codes, float* scales, byte* values, long count, bool rounds)
    {
        if (!rounds)
        {
            Nf4Decoder.Decode(codes, scales, (float*)values, count);
            return;
        }

        float* block = stackalloc float[Nf4.BlockSize];
        for (long start = 0; start < count; start += Nf4.BlockSize)
        {
            int length = (int)Math.Min(Nf4.BlockSize, count - start);
            Nf4Decoder.Decode(codes + (start / 2), scales + (start / Nf4.BlockSize), block, length);
            Nf4Decoder.Round(block, (ushort*)values + start, length);
        }
    }

    /// <summary>Rents the scales of all blocks.</summary>
    private static float[] Restored(Nf4Weight weight, Nf4NestedScales nested)
    {
        int count = (int)weight.Scales.size(0);
        float[] scales = ArrayPool<float>.Shared.Rent(count);
        Nf4Scales.Restore(
            weight.Scales.bytes, MemoryMarshal.Cast<byte, float>(nested.Levels.bytes), MemoryMarshal.Cast<byte, float>(nested.BlockScales.bytes), nested.Offset, scales.AsSpan(0, count));
        return scales;
    }
}
