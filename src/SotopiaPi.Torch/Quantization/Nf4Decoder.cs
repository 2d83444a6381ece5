using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SotopiaPi.Torch;

/// <summary>Turns 4-bit codes back into values on the CPU: a table look-up in registers where the processor has one, plain loops elsewhere.</summary>
internal static unsafe class Nf4Decoder
{
    private const int BlockBytes = Nf4.BlockSize / 2;

    /// <summary>Writes level · scale for each code, as float32.</summary>
    /// <param name="codes">Two codes a byte; blocks of 32 bytes, the last may be short.</param>
    /// <param name="scales">One scale a block.</param>
    /// <param name="values">Where the values go.</param>
    /// <param name="count">The number of values.</param>
    public static void Decode(byte* codes, float* scales, float* values, long count)
    {
        long whole = count / Nf4.BlockSize;
        fixed (float* levels = Nf4.Levels)
        {
            if (Avx512F.IsSupported)
            {
                Decode512(codes, scales, values, whole, levels);
            }
            else if (Avx2.IsSupported)
            {
                Decode256(codes, scales, values, whole, levels);
            }
            else
            {
                Plain(codes, scales, values, 0, whole * Nf4.BlockSize, levels);
            }

            Plain(codes, scales, values, whole * Nf4.BlockSize, count, levels);         // a short last block
        }
    }

    /// <summary>Rounds float32 to bfloat16, ties to even; values must not be NaN.</summary>
    public static void Round(float* values, ushort* rounded, int count)
    {
        uint* bits = (uint*)values;
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            Vector256.Narrow(Rounded(Vector256.Load(bits + i)), Rounded(Vector256.Load(bits + i + 8))).Store(rounded + i);
        }

        for (; i < count; i++)
        {
            rounded[i] = (ushort)((bits[i] + 0x7FFF + ((bits[i] >> 16) & 1)) >> 16);
        }
    }

    /// <summary>The form without vectors, on which the others are tested.</summary>
    public static void Plain(byte* codes, float* scales, float* values, long start, long end, float* levels)
    {
        for (long i = start; i < end; i++)
        {
            byte pair = codes[i / 2];
            values[i] = levels[i % 2 == 0 ? pair >> 4 : pair & 15] * scales[i / Nf4.BlockSize];
        }
    }

    /// <summary>The form of processors with AVX-512.</summary>
    public static void Decode512(byte* codes, float* scales, float* values, long blocks, float* levels)
    {
        Vector512<float> table = Vector512.Load(levels);
        for (long b = 0; b < blocks; b++)
        {
            Vector512<float> scale = Vector512.Create(scales[b]);
            for (int half = 0; half < 2; half++)
            {
                var (first, second) = Pairs(codes + (b * BlockBytes) + (half * 16));
                float* target = values + (b * Nf4.BlockSize) + (half * 32);
                (Avx512F.PermuteVar16x32(table, Avx512F.ConvertToVector512Int32(first)) * scale).Store(target);
                (Avx512F.PermuteVar16x32(table, Avx512F.ConvertToVector512Int32(second)) * scale).Store(target + 16);
            }
        }
    }

    /// <summary>The form of processors with AVX2: two tables of eight, chosen by the code's highest bit.</summary>
    public static void Decode256(byte* codes, float* scales, float* values, long blocks, float* levels)
    {
        Vector256<float> low = Vector256.Load(levels);
        Vector256<float> high = Vector256.Load(levels + 8);
        for (long b = 0; b < blocks; b++)
        {
            Vector256<float> scale = Vector256.Create(scales[b]);
            for (int half = 0; half < 2; half++)
            {
                var (first, second) = Pairs(codes + (b * BlockBytes) + (half * 16));
                float* target = values + (b * Nf4.BlockSize) + (half * 32);
                (Look(low, high, first) * scale).Store(target);
                (Look(low, high, Sse2.ShiftRightLogical128BitLane(first, 8)) * scale).Store(target + 8);
                (Look(low, high, second) * scale).Store(target + 16);
                (Look(low, high, Sse2.ShiftRightLogical128BitLane(second, 8)) * scale).Store(target + 24);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rounded(Vector256<uint> bits) =>
        (bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256.Create(1u))) >>> 16;

    // 16 bytes to 32 codes in order: high halves and low halves, interleaved.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> First, Vector128<byte> Second) Pairs(byte* codes)
    {
        Vector128<byte> bytes = Vector128.Load(codes);
        Vector128<byte> mask = Vector128.Create((byte)15);
        Vector128<byte> high = (bytes.AsUInt16() >>> 4).AsByte() & mask;
        Vector128<byte> low = bytes & mask;
        return (Sse2.UnpackLow(high, low), Sse2.UnpackHigh(high, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Look(Vector256<float> low, Vector256<float> high, Vector128<byte> codes)
    {
        Vector256<int> index = Avx2.ConvertToVector256Int32(codes);
        Vector256<float> upper = (index << 28).AsSingle();                              // bit 3 becomes the sign, which the blend reads
        return Avx.BlendVariable(Avx2.PermuteVar8x32(low, index), Avx2.PermuteVar8x32(high, index), upper);
    }
}
