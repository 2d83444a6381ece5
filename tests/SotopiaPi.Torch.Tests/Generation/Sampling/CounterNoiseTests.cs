using System.Numerics;

namespace SotopiaPi.Torch.Tests;

internal sealed class CounterNoiseTests
{
    [Test]
    public void Noise_has_the_moments_of_the_gumbel_distribution()
    {
        double[] values = [.. Values(seed: 9, step: 3, count: 200_000)];
        double mean = values.Average();
        double variance = values.Average(x => (x - mean) * (x - mean));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mean, Is.EqualTo(0.57722).Within(0.015));
            Assert.That(variance, Is.EqualTo(Math.PI * Math.PI / 6).Within(0.03));
            Assert.That(values.Count(x => x > 5) / 200_000.0, Is.EqualTo(1 - Math.Exp(-Math.Exp(-5))).Within(0.0006));
        }
    }

    [Test]
    public void Noise_of_neighbouring_steps_and_seeds_is_uncorrelated()
    {
        double[] a = [.. Values(1, 1, 50_000)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Correlation(a, [.. Values(1, 2, 50_000)]), Is.EqualTo(0).Within(0.02));
            Assert.That(Correlation(a, [.. Values(2, 1, 50_000)]), Is.EqualTo(0).Within(0.02));
            Assert.That(Correlation(a[..^1], a[1..]), Is.EqualTo(0).Within(0.02));
        }
    }

    private static IEnumerable<double> Values(ulong seed, ulong step, int count)
    {
        var noise = new CounterNoise(seed, step);
        for (int token = 0; token < count; token += Vector<float>.Count)
        {
            Vector<float> part = noise.At(token);
            for (int i = 0; i < Vector<float>.Count; i++)
            {
                yield return part[i];
            }
        }
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        double xy = x.Zip(y).Sum(pair => (pair.First - mx) * (pair.Second - my));
        return xy / Math.Sqrt(x.Sum(v => (v - mx) * (v - mx)) * y.Sum(v => (v - my) * (v - my)));
    }
}
