namespace SotopiaPi.Torch;

/// <summary>Divides the tokens of one step into passes: one set of weights each, and as many as can run side by side.</summary>
internal static class StepPlan
{
    /// <summary>Weights of more bytes than this do not stay in a processor's cache from one pass to the next.</summary>
    private const long CachedWeightBytes = 16L << 20;

    /// <param name="turns">The sequences and how many of their tokens are to be computed.</param>
    /// <param name="lanes">How many passes can run side by side.</param>
    /// <param name="newPass">Makes an empty pass.</param>
    public static List<LanePass> Divide(IReadOnlyList<(RunningSequence Sequence, int Count)> turns, int lanes, Func<Decoder, LanePass> newPass)
    {
        var passes = new List<LanePass>();
        foreach (var group in turns.GroupBy(turn => turn.Sequence.Request.Decoder))
        {
            int rows = group.Sum(turn => turn.Count);
            int count = Math.Clamp(rows / LeastRows(group.Key.Config), 1, Math.Min(lanes, group.Count()));
            LanePass[] parts = [.. Enumerable.Range(0, count).Select(_ => newPass(group.Key))];
            foreach (var (sequence, tokens) in group.OrderByDescending(turn => turn.Count))
            {
                parts.MinBy(part => part.Rows)!.Add(sequence, tokens);
            }

            passes.AddRange(parts);
        }

        return passes;
    }

    /// <summary>The least number of rows for which it pays to read all weights once more.</summary>
    private static int LeastRows(DecoderConfig config)
    {
        long width = config.HiddenSize;
        long perLayer = width * (((long)config.HeadCount + config.KeyValueHeadCount) * 2 * config.HeadSize + (3L * config.IntermediateSize));
        long bytes = sizeof(float) * ((config.Layers.Count * perLayer) + (width * config.VocabularySize));
        return bytes > CachedWeightBytes ? 32 : 16;
    }
}
