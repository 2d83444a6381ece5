namespace SotopiaPi.Torch;

/// <summary>Cuts the sequences of a step into micro-batches of families that share their beginnings.</summary>
internal static class MicroBatches
{
    /// <summary>
    /// Sequences that share less than this, or than a sixteenth of their length, stay apart: the first words of a template would tie a whole step together, and the
    /// first sequence would stay in memory while all others branch from its beginning.
    /// </summary>
    private const int LeastShared = 16;

    /// <summary>Cuts.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="budget">What a micro-batch may hold; a family that does not fit goes alone, to be computed depth first.</param>
    /// <param name="sharePrefixes">Whether sequences form families at all.</param>
    /// <returns>The families of each micro-batch, as indices of sequences. Those without a target are left out.</returns>
    public static IReadOnlyList<IReadOnlyList<int[]>> Of(IReadOnlyList<TokenSequence> sequences, BatchBudget budget, bool sharePrefixes)
    {
        int[] learnt = [.. Enumerable.Range(0, sequences.Count).Where(i => sequences[i].TargetCount > 0)];
        List<(int[] Members, int Tokens)> families = sharePrefixes ? Families(learnt, sequences) : [.. learnt.Select(i => ((int[])[i], sequences[i].Ids.Length))];
        return [.. budget.Split([.. families.Select(f => (f.Tokens, f.Members.Sum(i => sequences[i].TargetCount)))]).Select(group => group.Select(f => families[f].Members).ToArray())];
    }

    private static List<(int[] Members, int Tokens)> Families(int[] learnt, IReadOnlyList<TokenSequence> sequences)
    {
        List<(int[] Members, int Tokens)> families = [];
        List<int> members = [];
        int tokens = 0;
        foreach (int index in learnt.Order(Comparer<int>.Create((a, b) => Compare(sequences, a, b))))
        {
            // In this order a sequence shares most with the one before it.
            int shared = members.Count == 0 ? 0 : TokenTreeBuilder.Shared(sequences[members[^1]], sequences[index]);
            int length = sequences[index].Ids.Length;
            if (members.Count > 0 && shared < Math.Min(Math.Max(LeastShared, length / LeastShared), length))
            {
                families.Add(([.. members], tokens));
                members.Clear();
                (tokens, shared) = (0, 0);
            }

            members.Add(index);
            tokens += length - shared;
        }

        if (members.Count > 0)
        {
            families.Add(([.. members], tokens));
        }

        return families;
    }

    private static int Compare(IReadOnlyList<TokenSequence> sequences, int a, int b)
    {
        int order = sequences[a].Ids.AsSpan().SequenceCompareTo(sequences[b].Ids);
        return order != 0 ? order : a.CompareTo(b);
    }
}
