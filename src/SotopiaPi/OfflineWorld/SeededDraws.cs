namespace SotopiaPi;

/// <summary>A stream of draws from a seed, equal on every machine and framework version (SplitMix64, Steele, Lea, Flood 2014).</summary>
internal struct SeededDraws(long seed)
{
    private ulong _state = (ulong)seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Draws from [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws from [from, to).</summary>
    public double Uniform(double from, double to) => from + ((to - from) * Unit());

    /// <summary>Draws a whole number from [0, count).</summary>
    public int Below(int count) => (int)(Unit() * count);
}
