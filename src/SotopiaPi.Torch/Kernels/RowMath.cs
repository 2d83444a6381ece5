namespace SotopiaPi.Torch;

/// <summary>Elementwise work on rows of any length; the compiler does not make lanes of plain loops by itself.</summary>
internal static unsafe class RowMath
{
    /// <summary>target = source · factor.</summary>
    public static void Scale<T>(float* source, float factor, float* target, int count) where T : struct, ILane<T>
    {
        int i = 0;
        T by = T.Of(factor);
        for (; i <= count - T.Width; i += T.Width)
        {
            T.Store(target + i, T.Multiply(T.Load(source + i), by));
        }

        for (; i < count; i++)
        {
            target[i] = source[i] * factor;
        }
    }

    /// <summary>The sum of a · b.</summary>
    public static float Dot<T>(float* a, float* b, int count) where T : struct, ILane<T>
    {
        int i = 0;
        T lanes = T.Zero;
        for (; i <= count - T.Width; i += T.Width)
        {
            lanes = T.MultiplyAdd(T.Load(a + i), T.Load(b + i), lanes);
        }

        float sum = T.Sum(lanes);
        for (; i < count; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
