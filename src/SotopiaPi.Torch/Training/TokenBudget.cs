namespace SotopiaPi.Torch;

/// <summary>Cuts sequences into groups that a bound on tokens allows.</summary>
internal static class TokenBudget
{
    /// <summary>Groups sequences of similar length, longest first, so that little is padded where they attend together.</summary>
    /// <param name="lengths">The length of each sequence, in tokens.</param>
    /// <param name="budget">The most tokens of a group; a longer sequence goes alone.</param>
    /// <returns>The indices of each group.</returns>
    public static IReadOnlyList<int[]> Split(IReadOnlyList<int> lengths, int budget)
    {
        List<int[]> groups = [];
        List<int> group = [];
        int tokens = 0;
        foreach (int index in Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]))
        {
            if (group.Count > 0 && tokens + lengths[index] > budget)
            {
                groups.Add([.. group]);
                group.Clear();
                tokens = 0;
            }

            group.Add(index);
            tokens += lengths[index];
        }

        if (group.Count > 0)
        {
            groups.Add([.. group]);
        }

        return groups;
    }
}
