namespace SotopiaPi.Torch;

/// <summary>Computes rotary frequencies. Pure mathematics; the variants follow transformers' <c>modeling_rope_utils.py</c>.</summary>
internal static class RopeFrequencies
{
    /// <summary>Computes the angle per position of each rotating pair.</summary>
    /// <param name="rope">The variant.</param>
    /// <param name="headSize">The width of a head, Dh.</param>
    /// <param name="positions">The number of positions that the decoder has.</param>
    /// <returns>One frequency for each pair (i, i + R/2), R = the rotating part of the head.</returns>
    public static double[] Compute(RopeConfig rope, int headSize, int positions = 0)
    {
        int rotating = RotatingSize(rope, headSize);
        double[] plain = [.. Enumerable.Range(0, rotating / 2).Select(pair => Math.Pow(rope.Theta, -2.0 * pair / rotating))];
        return rope.Scaling switch
        {
            RopeScaling.Linear linear => [.. plain.Select(frequency => frequency / linear.Factor)],
            RopeScaling.Llama3 llama3 => [.. plain.Select(frequency => Blend(llama3, frequency))],
            RopeScaling.Yarn yarn => Blend(yarn, plain, rope.Theta, rotating),
            RopeScaling.LongRope longRope => [.. plain.Zip(positions > longRope.OriginalMaxPositions ? longRope.LongFactors : longRope.ShortFactors, (frequency, factor) => frequency / factor)],
            _ => plain,
        };
    }

    /// <summary>Gives the number of a head's dimensions that rotate; even.</summary>
    public static int RotatingSize(RopeConfig rope, int headSize) => (int)(headSize * rope.RotaryFraction);

    /// <summary>Gives what cosine and sine are multiplied with.</summary>
    public static double AttentionFactor(RopeConfig rope) => rope.Scaling switch
    {
        RopeScaling.Yarn yarn => yarn.AttentionFactor,
        RopeScaling.LongRope longRope => longRope.AttentionFactor,
        _ => 1,
    };

    /// <summary>Gives the number of positions up to which a decoder computes what its training did.</summary>
    public static int Positions(DecoderConfig config) =>
        config.Layers.Select(layer => (layer.Rope?.Scaling as RopeScaling.LongRope)?.OriginalMaxPositions ?? config.MaxPositions).Append(config.MaxPositions).Min();

    private static double Blend(RopeScaling.Llama3 scaling, double frequency)
    {
        double rotations = scaling.OriginalMaxPositions * frequency / (2 * Math.PI);         // over the original length
        double kept = Math.Clamp((rotations - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor), 0, 1);
        return ((1 - kept) * frequency / scaling.Factor) + (kept * frequency);
    }

    private static double[] Blend(RopeScaling.Yarn scaling, double[] plain, double theta, int rotating)
    {
        double low = PairWith(scaling.BetaFast);
        double high = PairWith(scaling.BetaSlow);
        if (scaling.Truncate)
        {
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        }

        (low, high) = (Math.Max(low, 0), Math.Min(high, rotating - 1));
        double width = high == low ? 0.001 : high - low;                                     // no division by zero
        return [.. plain.Select((frequency, pair) =>
        {
            double divided = Math.Clamp((pair - low) / width, 0, 1);
            return (divided * frequency / scaling.Factor) + ((1 - divided) * frequency);
        })];

        double PairWith(double rotations) =>
            rotating * Math.Log(scaling.OriginalMaxPositions / (rotations * 2 * Math.PI)) / (2 * Math.Log(theta));
    }
}
