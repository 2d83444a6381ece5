namespace SotopiaPi.Torch;

/// <summary>Divides the tokens of one step into passes: one set of weights each, and as many as can run side by side.</summary>
internal static class StepPlan
{
    /// <summary>Weights of more bytes than this do not stay in a processor's cache from one pass to the next.</summary>
    private const long CachedWeightBytes = 16L << 20;

    /// <param name="turns">What the sequences are to compute.</param>
    /// <param name="lanes">How many passes can run side by side.</param>
    /// <param name="newPass">Makes an empty pass.</param>
    public static List<LanePass> Divide(IReadOnlyList<Turn> turns, int lanes, Func<Decoder, LanePass> newPass)
    {
        var passes = new List<LanePass>();
        foreach (var group in turns.GroupBy(turn => turn.Sequence.Request.Decoder))
        {
            int rows = group.Sum(turn => turn.Rows);
            int count = Math.Clamp(rows / LeastRows(group.Key.Config), 1, Math.Min(lanes, group.Count()));
            LanePass[] parts = [.. Enumerable.Range(0, count).Select(_ => newPass(group.Key))];
            foreach (Turn turn in group.OrderByDescending(turn => turn.Rows))
            {
                parts.MinBy(part => part.Rows)!.Add(turn);
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
