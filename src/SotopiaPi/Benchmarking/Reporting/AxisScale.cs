using System.Globalization;

namespace SotopiaPi;

/// <summary>Maps values of an axis to places and chooses round values to mark: 1, 2 or 5 times a power of ten apart.</summary>
internal sealed class AxisScale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _step;

    private AxisScale(double low, double high, double step)
    {
        _low = low;
        _high = high;
        _step = step;
    }

    public double Low => _low;

    public double High => _high;

    /// <summary>An axis that covers the values; those that are no numbers, or too large for any chart, do not count.</summary>
    public static AxisScale Covering(IEnumerable<double> values, int ticks = 6, bool withZero = false)
    {
        double[] finite = [.. values.Where(value => Math.Abs(value) < 1e100), .. withZero ? [0.0] : Array.Empty<double>()];
        double low = finite.Length == 0 ? 0 : finite.Min();
        double high = finite.Length == 0 ? 1 : finite.Max();
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high)))
        {
            (low, high) = withZero && low >= 0 ? (0, Math.Max(1, high * 1.2)) : (low - Math.Max(0.5, Math.Abs(low) * 0.1), high + Math.Max(0.5, Math.Abs(high) * 0.1));
        }

        double step = StepFor((high - low) / ticks);
        return new AxisScale(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>The marked values, lowest first.</summary>
    public IEnumerable<double> Ticks()
    {
        int count = (int)Math.Round((_high - _low) / _step);
        return Enumerable.Range(0, count + 1).Select(i => Math.Round((_low + (i * _step)) / _step) * _step);
    }

    /// <summary>The place of a value between two ends.</summary>
    public double Map(double value, double from, double to) => from + ((value - _low) / (_high - _low) * (to - from));

    /// <summary>A marked value in words; as many decimal places as the step needs.</summary>
    public string Label(double value)
    {
        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(_step) - 1e-9));
        return Math.Abs(value) >= 1e6 || decimals > 6
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : ReportText.Of(value, decimals);
    }

    private static double StepFor(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
