using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>
/// The 4-bit NormalFloat code (QLoRA, arXiv:2305.14314), to the bit as bitsandbytes writes it: blocks of 64 values share a scale, each value
/// is the nearest of 16 levels, the first of two lies in the high half of a byte.
/// </summary>
internal static class Nf4
{
    /// <summary>The number of values that share a scale.</summary>
    public const int BlockSize = 64;

    /// <summary>The levels, ascending (bitsandbytes-foundation/bitsandbytes@95f9af3).</summary>
    public static readonly float[] Levels =
    [
        -1f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f, -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0f,
        0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f, 0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1f,
    ];

    // The code of x is the number of midpoints strictly below it; they must be rounded to float32, or ties go the wrong way.
    private static readonly float[] s_midpoints = [.. Enumerable.Range(0, 15).Select(i => (Levels[i] + Levels[i + 1]) / 2f)];

    /// <summary>Gives the number of blocks; the last may be short.</summary>
    public static long BlockCount(long values) => (values + BlockSize - 1) / BlockSize;

    /// <summary>Quantises values, row-major and flattened.</summary>
    /// <param name="values">The values; a number of them that is a multiple of the block size, except at the end of a tensor.</param>
    /// <param name="codes">Two codes a byte.</param>
    /// <param name="scales">The largest magnitude of each block; not finite where a value is not.</param>
    public static void Quantize(ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        Span<float> unit = stackalloc float[BlockSize];
        for (int start = 0, b = 0; start < values.Length; start += BlockSize, b++)
        {
            ReadOnlySpan<float> source = values.Slice(start, Math.Min(BlockSize, values.Length - start));
            float scale = 0;
            foreach (float value in source)
            {
                scale = MathF.Max(scale, MathF.Abs(value));                             // NaN wins, so that it is seen
            }

            scales[b] = scale;
            unit.Clear();
            for (int i = 0; i < source.Length; i++)
            {
                unit[i] = scale == 0 ? 0 : source[i] / scale;
            }

            Encode(unit, block);
            for (int i = 0; i < source.Length; i += 2)
            {
                codes[(start + i) / 2] = (byte)((block[i] << 4) | (i + 1 < source.Length ? block[i + 1] : 0));
            }
        }
    }

    private static void Encode(ReadOnlySpan<float> unit, Span<byte> codes)
    {
        for (int i = 0; i < BlockSize; i += Vector256<float>.Count)
        {
            Vector256<float> x = Vector256.Create(unit.Slice(i, Vector256<float>.Count));
            Vector256<int> code = Vector256<int>.Zero;
            foreach (float midpoint in s_midpoints)
            {
                code -= Vector256.GreaterThan(x, Vector256.Create(midpoint)).AsInt32();  // true is −1
            }

            for (int lane = 0; lane < Vector256<float>.Count; lane++)
            {
                codes[i + lane] = (byte)code[lane];
            }
        }
    }
}
