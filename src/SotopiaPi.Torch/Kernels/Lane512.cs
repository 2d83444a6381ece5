using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>16 numbers.</summary>
internal readonly unsafe struct Lane512(Vector512<float> value) : ILane<Lane512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _value = value;

    public Vector512<float> Value => _value;

    public static int Width => 16;

    public static int RowStep => 8;

    public static Lane512 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<float>.Zero);
    }

    [MethodImpl(Inline)]
    public static Lane512 Of(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Lane512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)]
    public static void Store(float* target, Lane512 value) => value._value.Store(target);

    [MethodImpl(Inline)]
    public static Lane512 Add(Lane512 a, Lane512 b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static Lane512 Subtract(Lane512 a, Lane512 b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static Lane512 Multiply(Lane512 a, Lane512 b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static Lane512 MultiplyAdd(Lane512 a, Lane512 b, Lane512 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)]
    public static Lane512 Max(Lane512 a, Lane512 b) => new(Vector512.Max(a._value, b._value));

    [MethodImpl(Inline)]
    public static Lane512 ExpOfNegative(Lane512 x)
    {
        Vector512<float> normal = Vector512.GreaterThanOrEqual(x._value, Vector512.Create(ExpSeries.Smallest));
        Vector512<float> clamped = Vector512.ConditionalSelect(normal, x._value, Vector512<float>.Zero);
        Vector512<float> n = Vector512.Floor(Vector512.FusedMultiplyAdd(clamped, Vector512.Create(ExpSeries.InverseLn2), Vector512.Create(0.5f)));
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-ExpSeries.Ln2High), clamped);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-ExpSeries.Ln2Low), r);
        Vector512<float> series = Vector512.Create(ExpSeries.C7);
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(ExpSeries.C6));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(ExpSeries.C5));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(ExpSeries.C4));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(ExpSeries.C3));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(ExpSeries.C2));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512<float>.One);
        series = Vector512.FusedMultiplyAdd(series, r, Vector512<float>.One);
        Vector512<float> power = Vector512.ShiftLeft(Vector512.ConvertToInt32(n) + Vector512.Create(127), 23).AsSingle();   // 2ⁿ by its bits
        return new(series * power & normal);
    }

    [MethodImpl(Inline)]
    public static Lane512 Sigmoid(Lane512 x)
    {
        Vector512<float> small = ExpOfNegative(new(-Vector512.Abs(x._value)))._value;   // never above 1, so nothing overflows
        Vector512<float> sum = small + Vector512<float>.One;
        return new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x._value, Vector512<float>.Zero), Vector512<float>.One, small) / sum);
    }

    [MethodImpl(Inline)]
    public static float Sum(Lane512 value) => Vector512.Sum(value._value);

    [MethodImpl(Inline)]
    public static float Largest(Lane512 value)
    {
        Vector256<float> half = Vector256.Max(value._value.GetLower(), value._value.GetUpper());
        Vector128<float> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(quarter[0], quarter[1]);
    }
}
