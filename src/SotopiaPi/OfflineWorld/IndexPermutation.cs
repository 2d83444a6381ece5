namespace SotopiaPi;

/// <summary>Shuffles the numbers 0…count−1 without holding them: a four-round Feistel network, walked until the result is in range.</summary>
/// <remarks>A bijection, so that different positions of one seed never give the same task.</remarks>
internal sealed class IndexPermutation
{
    private const int Rounds = 4;
    private readonly long _count;
    private readonly int _half;
    private readonly ulong[] _keys = new ulong[Rounds];

    public IndexPermutation(long count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
        while ((1L << (2 * _half)) < count)
        {
            _half++;
        }

        var draws = new SeededDraws(seed);
        for (int round = 0; round < Rounds; round++)
        {
            _keys[round] = draws.Next();
        }
    }

    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
            long value = position;
            do
            {
                value = Mix(value);
            }
            while (value >= _count);
            return value;
        }
    }

    private long Mix(long value)
    {
        ulong mask = (1UL << _half) - 1;
        ulong left = (ulong)value >> _half, right = (ulong)value & mask;
        foreach (ulong key in _keys)
        {
            var draws = new SeededDraws((long)(key ^ right));
            (left, right) = (right, left ^ (draws.Next() & mask));
        }

        return (long)((left << _half) | right);
    }
}
