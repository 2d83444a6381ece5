using System.Collections.Immutable;

namespace SotopiaPi.Torch;

/// <summary>A set of byte values, as 256 bits.</summary>
internal readonly record struct ByteSet(ulong Low, ulong MiddleLow, ulong MiddleHigh, ulong High)
{
    /// <summary>The set of the bytes from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static ByteSet Range(byte first, byte last)
    {
        Span<ulong> words = stackalloc ulong[4];
        for (int value = first; value <= last; value++)
        {
            words[value >> 6] |= 1UL << (value & 63);
        }

        return new(words[0], words[1], words[2], words[3]);
    }

    /// <summary>The set of the bytes of a text.</summary>
    public static ByteSet Of(ReadOnlySpan<byte> values)
    {
        ByteSet set = default;
        foreach (byte value in values)
        {
            set |= Range(value, value);
        }

        return set;
    }

    public bool Contains(byte value) =>
        (((value >> 6) switch { 0 => Low, 1 => MiddleLow, 2 => MiddleHigh, _ => High }) >> (value & 63) & 1) != 0;

    public static ByteSet operator |(ByteSet a, ByteSet b) =>
        new(a.Low | b.Low, a.MiddleLow | b.MiddleLow, a.MiddleHigh | b.MiddleHigh, a.High | b.High);

    /// <summary>Numbers the bytes so that two bytes have the same number exactly if no set tells them apart.</summary>
    public static ImmutableArray<byte> Classes(IEnumerable<ByteSet> sets, out int count)
    {
        int[] classOf = new int[256];
        count = 1;
        foreach (ByteSet set in sets.Distinct())
        {
            var split = new Dictionary<(int Class, bool Inside), int>();
            for (int value = 0; value < 256; value++)
            {
                var key = (classOf[value], set.Contains((byte)value));
                if (!split.TryGetValue(key, out int number))
                {
                    split.Add(key, number = split.Count);
                }

                classOf[value] = number;
            }

            count = split.Count;
        }

        return [.. classOf.Select(number => (byte)number)];
    }
}
