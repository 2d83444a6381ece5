namespace SotopiaPi.Torch;

/// <summary>
/// Says which items each optimizer step sees: every epoch is a shuffle of its own, cut into batches, the last one maybe short. A pure
/// function of seed and step, equal on every machine, so that a resumed run needs no saved generator.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Count">The number of items. At least 1.</param>
/// <param name="BatchSize">The items of a step. At least 1.</param>
internal sealed record DataOrder(long Seed, int Count, int BatchSize)
{
    /// <summary>Gets the steps that see every item once.</summary>
    public int StepsPerEpoch => (Count + BatchSize - 1) / BatchSize;

    /// <summary>Gives the indices of a step's items.</summary>
    public int[] Batch(int step)
    {
        int start = step % StepsPerEpoch * BatchSize;
        return Epoch(step / StepsPerEpoch)[start..Math.Min(start + BatchSize, Count)];
    }

    /// <summary>Gives all indices in the order of one epoch (Fisher and Yates).</summary>
    public int[] Epoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        ulong state = Mix((ulong)Seed) ^ Mix(~(ulong)epoch);
        for (int last = Count - 1; last > 0; last--)
        {
            state += 0x9E3779B97F4A7C15;
            int other = (int)(((UInt128)Mix(state) * (ulong)(last + 1)) >> 64);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    /// <summary>Scrambles 64 bits: the output function of SplitMix64 (doi:10.1145/2714064.2660195).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
