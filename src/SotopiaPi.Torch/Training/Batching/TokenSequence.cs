namespace SotopiaPi.Torch;

/// <summary>A row of tokens, and how much each of them counts in the loss.</summary>
public sealed class TokenSequence
{
    /// <summary>Makes a sequence.</summary>
    /// <param name="ids">The token ids [T]. At least two: the first is only read.</param>
    /// <param name="lossWeights">
    /// [T]: at position t the weight of predicting <c>ids[t]</c> from all before it; 0 where it is not learnt. Finite, not negative; 0 at
    /// position 0.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is not allowed.</exception>
    public TokenSequence(int[] ids, float[] lossWeights)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(lossWeights);
        if (ids.Length < 2 || ids.Length != lossWeights.Length)
        {
            throw new ArgumentException($"A sequence needs two tokens or more and one weight each; found {ids.Length} tokens and {lossWeights.Length} weights.", nameof(lossWeights));
        }

        if (lossWeights[0] != 0)
        {
            throw new ArgumentException("The first token has nothing before it to be predicted from: its weight must be 0.", nameof(lossWeights));
        }

        if (Array.FindIndex(lossWeights, w => !float.IsFinite(w) || w < 0) is >= 0 and var bad)
        {
            throw new ArgumentException($"The loss weight of position {bad} is {lossWeights[bad]}; it must be finite and not negative.", nameof(lossWeights));
        }

        (Ids, LossWeights) = (ids, lossWeights);
        TargetCount = lossWeights.Count(w => w > 0);
        TargetWeight = lossWeights.Sum(w => (double)w);
    }

    /// <summary>Gets the token ids [T]. Not to be changed.</summary>
    public int[] Ids { get; }

    /// <summary>Gets the weights [T] of the predictions. Not to be changed.</summary>
    public float[] LossWeights { get; }

    /// <summary>Gets the number of tokens that are learnt.</summary>
    public int TargetCount { get; }

    /// <summary>Gets the sum of the weights.</summary>
    public double TargetWeight { get; }

    /// <summary>
    /// Merges sequences that are prefixes of one another: the longer one takes over the weights of the shorter. Loss and gradient stay
    /// those of the separate rows, because a token's prediction depends only on what stands before it; with dropout the merged rows share
    /// their masks. Sequences that branch from one another stay apart.
    /// </summary>
    /// <param name="sequences">The sequences, in any order.</param>
    /// <returns>The merged sequences, in the order in which the longest of each was found.</returns>
    public static IReadOnlyList<TokenSequence> Merge(IReadOnlyList<TokenSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        List<(int Index, int[] Ids, float[] Weights)> merged = [];
        foreach (int index in Enumerable.Range(0, sequences.Count).OrderByDescending(i => sequences[i].Ids.Length))
        {
            TokenSequence sequence = sequences[index];
            float[]? longer = merged.Find(m => m.Ids.AsSpan().StartsWith(sequence.Ids)).Weights;
            if (longer is null)
            {
                merged.Add((index, sequence.Ids, [.. sequence.LossWeights]));
                continue;
            }

            for (int t = 0; t < sequence.Ids.Length; t++)
            {
                longer[t] += sequence.LossWeights[t];
            }
        }

        return [.. merged.OrderBy(m => m.Index).Select(m => new TokenSequence(m.Ids, m.Weights))];
    }
}
