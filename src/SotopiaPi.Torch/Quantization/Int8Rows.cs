using System.Numerics;

namespace SotopiaPi.Torch;

/// <summary>The passes over rows that stand before and after a product of 8-bit integers.</summary>
internal static unsafe class Int8Rows
{
    /// <summary>Divides each row by its largest magnitude, which is kept; a row that is not finite becomes zeros with the factor NaN.</summary>
    public static void Scale(float* rows, float* scaled, float* factors, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> source = new(rows + ((nint)row * width), width);
            Span<float> target = new(scaled + ((nint)row * width), width);
            float largest = Largest(source);
            factors[row] = float.IsFinite(largest) ? largest : float.NaN;
            if (largest > 0 && float.IsFinite(largest))
            {
                Divide(source, largest, target);              // not by its inverse: the largest must become exactly 1
            }
            else
            {
                target.Clear();
            }
        }
    }

    /// <summary>Multiplies each row with its factor and each column with its scale, and adds the bias where there is one.</summary>
    public static void Restore(float* rows, float* factors, float* scales, float* bias, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            float* y = rows + ((nint)row * width);
            var factor = new Vector<float>(factors[row]);
            int i = 0;
            for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(y + i) * factor * Vector.Load(scales + i);
                Vector.Store(bias is null ? value : value + Vector.Load(bias + i), y + i);
            }

            for (; i < width; i++)
            {
                float value = y[i] * factors[row] * scales[i];
                y[i] = bias is null ? value : value + bias[i];
            }
        }
    }

    // NaN and infinity come out as infinity.
    private static float Largest(ReadOnlySpan<float> values)
    {
        Vector<float> most = Vector<float>.Zero;
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> magnitude = Vector.Abs(new Vector<float>(values[i..]));
            most = Vector.Max(most, magnitude);
            sum += magnitude * 0;                                                       // NaN where a value is not finite
        }

        float largest = 0;
        float finite = Vector.Sum(sum);
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = MathF.Max(largest, most[lane]);
        }

        for (; i < values.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(values[i]));
            finite += values[i] * 0;
        }

        return float.IsNaN(finite) ? float.PositiveInfinity : largest;
    }

    private static void Divide(ReadOnlySpan<float> source, float by, Span<float> target)
    {
        var divisor = new Vector<float>(by);
        int i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(source[i..]) / divisor).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = source[i] / by;
        }
    }
}
