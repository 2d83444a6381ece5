using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace SotopiaPi;

/// <summary>Bootstrap confidence intervals: the items are drawn again with replacement, seeded, and the statistic is computed each time (Efron and Tibshirani 1993).</summary>
public static class Bootstrap
{
    /// <summary>Computes the percentile interval. Easy to explain, but it covers too little in small or skewed samples; prefer <see cref="BiasCorrected{T}"/>.</summary>
    /// <typeparam name="T">The kind of item, e.g. a score or a pair of scores.</typeparam>
    /// <param name="items">The items; at least two.</param>
    /// <param name="statistic">The statistic of a sample of that size. It must not keep the list, which is used again.</param>
    /// <param name="options">Number of draws, coverage and seed.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentException">There are fewer than two items.</exception>
    public static BootstrapInterval Percentile<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        double[] draws = Draws(items, statistic, options);
        double tail = (1 - options.Confidence) / 2;
        return new BootstrapInterval(statistic(items), Quantile(draws, tail), Quantile(draws, 1 - tail), items.Count);
    }

    /// <summary>Computes the bias-corrected and accelerated interval, BCa (Efron 1987).</summary>
    /// <typeparam name="T">The kind of item, e.g. a score or a pair of scores.</typeparam>
    /// <param name="items">The items; at least two.</param>
    /// <param name="statistic">The statistic of a sample; also called with one item left out. It must not keep the list, which is used again.</param>
    /// <param name="options">Number of draws, coverage and seed.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentException">There are fewer than two items.</exception>
    public static BootstrapInterval BiasCorrected<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        double[] draws = Draws(items, statistic, options);
        double value = statistic(items);
        double below = draws.Count(draw => draw < value) + (0.5 * draws.Count(draw => draw == value));
        double bias = Normal.InvCDF(0, 1, Math.Clamp(below / draws.Length, 0.5 / draws.Length, 1 - (0.5 / draws.Length)));
        double acceleration = Acceleration(items, statistic);
        double z = Normal.InvCDF(0, 1, (1 - options.Confidence) / 2);
        double Level(double end) => Normal.CDF(0, 1, bias + ((bias + end) / (1 - (acceleration * (bias + end)))));
        return new BootstrapInterval(value, Quantile(draws, Level(z)), Quantile(draws, Level(-z)), items.Count);
    }

    private static double[] Draws<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(statistic);
        if (items.Count < 2)
        {
            throw new ArgumentException($"A bootstrap interval needs at least two items, but there are {items.Count}: rate more episodes, or report the value without an interval.", nameof(items));
        }

        Xoshiro256StarStar random = new(unchecked((int)(options.Seed ^ (options.Seed >> 32))), threadSafe: false);
        T[] sample = new T[items.Count];
        double[] draws = new double[options.Resamples];
        for (int draw = 0; draw < draws.Length; draw++)
        {
            for (int i = 0; i < sample.Length; i++)
            {
                sample[i] = items[random.Next(sample.Length)];
            }

            draws[draw] = statistic(sample);
        }

        Array.Sort(draws);
        return draws;
    }

    /// <summary>The skewness of the statistic, estimated by leaving out one item at a time.</summary>
    private static double Acceleration<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic)
    {
        double[] without = [.. Enumerable.Range(0, items.Count).Select(left => statistic([.. items.Where((_, index) => index != left)]))];
        double mean = without.Average();
        double squares = without.Sum(value => Math.Pow(mean - value, 2));
        return squares == 0 ? 0 : without.Sum(value => Math.Pow(mean - value, 3)) / (6 * Math.Pow(squares, 1.5));
    }

    /// <summary>The value below which a share of the sorted draws lies, interpolated.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double position = Math.Clamp((share * (sorted.Length + 1)) - 1, 0, sorted.Length - 1);
        int lower = (int)position;
        double upper = sorted[Math.Min(lower + 1, sorted.Length - 1)];
        return sorted[lower] + ((position - lower) * (upper - sorted[lower]));
    }
}
