namespace SotopiaPi.Torch;

/// <summary>
/// Quantises the scales themselves to 8 bits (double quantisation, QLoRA §3): their mean is taken off, blocks of 256 share a scale, each is
/// the nearest of 256 levels of a dynamic code with a sign.
/// </summary>
internal static class Nf4Scales
{
    /// <summary>The number of scales that share a scale of their own.</summary>
    public const int BlockSize = 256;

    /// <summary>The levels, ascending: seven decades, the i-th with 2^i levels of each sign, 0 and 1.</summary>
    public static readonly float[] Levels = [.. Enumerable.Range(0, 7).SelectMany(Decade).Append(0f).Append(1f).Order()];

    /// <summary>Quantises scales.</summary>
    /// <param name="scales">The scales.</param>
    /// <param name="mean">Their mean in float32.</param>
    /// <param name="codes">One code a scale.</param>
    /// <param name="blockScales">The largest magnitude of each block after the mean was taken off.</param>
    public static void Quantize(ReadOnlySpan<float> scales, float mean, Span<byte> codes, Span<float> blockScales)
    {
        for (int start = 0, b = 0; start < scales.Length; start += BlockSize, b++)
        {
            ReadOnlySpan<float> block = scales.Slice(start, Math.Min(BlockSize, scales.Length - start));
            float largest = 0;
            foreach (float scale in block)
            {
                largest = MathF.Max(largest, MathF.Abs(scale - mean));
            }

            blockScales[b] = largest;
            for (int i = 0; i < block.Length; i++)
            {
                codes[start + i] = largest == 0 ? (byte)0 : Nearest((block[i] - mean) / largest);
            }
        }
    }

    /// <summary>Restores scales: level · block scale + mean, rounded twice.</summary>
    public static void Restore(ReadOnlySpan<byte> codes, ReadOnlySpan<float> levels, ReadOnlySpan<float> blockScales, float mean, Span<float> scales)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            float product = levels[codes[i]] * blockScales[i / BlockSize];
            scales[i] = product + mean;
        }
    }

    // bitsandbytes looks codes up in a table of 65536 steps: snapping to its steps first gives its codes, also between two levels.
    private static byte Nearest(double value)
    {
        double snapped = (Math.Floor(((value + 1) * 32767.5) + 0.5) / 32767.5) - 1;
        int above = Array.BinarySearch(Levels, (float)snapped);
        above = Math.Clamp(above < 0 ? ~above : above, 1, Levels.Length - 1);
        return (byte)(Levels[above] - snapped < snapped - Levels[above - 1] ? above : above - 1);
    }

    // The midpoints of 2^i equal parts of 0.1 … 1, in float32 and with fused products, as the reference computes them.
    private static IEnumerable<float> Decade(int i)
    {
        int parts = 1 << i;
        float step = (1f - 0.1f) / parts;
        float[] bounds = [.. Enumerable.Range(0, parts + 1).Select(n =>
            n < (parts + 1) / 2 ? MathF.FusedMultiplyAdd(step, n, 0.1f) : MathF.FusedMultiplyAdd(-step, parts - n, 1f))];
        float factor = (float)Math.Pow(10, i - 6);
        for (int n = 0; n < parts; n++)
        {
            float level = (bounds[n] + bounds[n + 1]) / 2f * factor;
            yield return level;
            yield return -level;
        }
    }
}
