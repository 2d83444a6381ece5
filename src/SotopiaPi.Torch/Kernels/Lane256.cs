using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>8 numbers.</summary>
internal readonly unsafe struct Lane256(Vector256<float> value) : ILane<Lane256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _value = value;

    public static int Width => 8;

    public static int RowStep => 4;

    public static Lane256 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<float>.Zero);
    }

    [MethodImpl(Inline)]
    public static Lane256 Of(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Lane256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(Inline)]
    public static void Store(float* target, Lane256 value) => value._value.Store(target);

    [MethodImpl(Inline)]
    public static Lane256 Add(Lane256 a, Lane256 b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static Lane256 Subtract(Lane256 a, Lane256 b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static Lane256 Multiply(Lane256 a, Lane256 b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static Lane256 MultiplyAdd(Lane256 a, Lane256 b, Lane256 c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)]
    public static Lane256 Max(Lane256 a, Lane256 b) => new(Vector256.Max(a._value, b._value));

    [MethodImpl(Inline)]
    public static Lane256 ExpOfNegative(Lane256 x)
    {
        Vector256<float> normal = Vector256.GreaterThanOrEqual(x._value, Vector256.Create(ExpSeries.Smallest));
        Vector256<float> clamped = Vector256.ConditionalSelect(normal, x._value, Vector256<float>.Zero);
        Vector256<float> n = Vector256.Floor(Vector256.FusedMultiplyAdd(clamped, Vector256.Create(ExpSeries.InverseLn2), Vector256.Create(0.5f)));
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-ExpSeries.Ln2High), clamped);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-ExpSeries.Ln2Low), r);
        Vector256<float> series = Vector256.Create(ExpSeries.C7);
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(ExpSeries.C6));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(ExpSeries.C5));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(ExpSeries.C4));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(ExpSeries.C3));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256.Create(ExpSeries.C2));
        series = Vector256.FusedMultiplyAdd(series, r, Vector256<float>.One);
        series = Vector256.FusedMultiplyAdd(series, r, Vector256<float>.One);
        Vector256<float> power = Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();   // 2ⁿ by its bits
        return new(series * power & normal);
    }

    [MethodImpl(Inline)]
    public static Lane256 Sigmoid(Lane256 x)
    {
        Vector256<float> small = ExpOfNegative(new(-Vector256.Abs(x._value)))._value;   // never above 1, so nothing overflows
        Vector256<float> sum = small + Vector256<float>.One;
        return new(Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x._value, Vector256<float>.Zero), Vector256<float>.One, small) / sum);
    }

    [MethodImpl(Inline)]
    public static float Sum(Lane256 value) => Vector256.Sum(value._value);

    [MethodImpl(Inline)]
    public static float Largest(Lane256 value)
    {
        Vector128<float> half = Vector128.Max(value._value.GetLower(), value._value.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(half[0], half[1]);
    }
}
