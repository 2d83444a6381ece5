namespace SotopiaPi.Torch;

/// <summary>Turns a loss normalisation into one factor for each sequence, so that the step is a plain weighted sum however it is cut.</summary>
internal static class LossScales
{
    /// <summary>Gives the factor of each sequence's loss weights.</summary>
    /// <exception cref="InvalidOperationException">No sequence has a target.</exception>
    public static double[] Of(IReadOnlyList<TokenSequence> batch, LossNormalisation normalisation, int microBatchSize)
    {
        if (!batch.Any(s => s.TargetWeight > 0))
        {
            throw new InvalidOperationException($"None of the {batch.Count} sequences of this step has a target to learn; give at least one token a loss weight above 0.");
        }

        if (normalisation == LossNormalisation.Tokens)
        {
            return [.. Enumerable.Repeat(1 / batch.Sum(s => s.TargetWeight), batch.Count)];
        }

        double[] weights = [.. batch.Chunk(microBatchSize).Select(micro => micro.Sum(s => s.TargetWeight))];
        int counted = weights.Count(w => w > 0);
        return [.. batch.Select((_, i) => weights[i / microBatchSize]).Select(w => w > 0 ? 1 / (w * counted) : 0)];
    }
}
