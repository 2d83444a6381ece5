namespace SotopiaPi.Torch;

/// <summary>Says what is wrong with a configuration whose values are each possible but do not fit together.</summary>
internal static class DecoderConfigRules
{
    private const int MostPositions = 1 << 24;               // beyond it not every whole number is a float32

    /// <summary>Gives the problem as a sentence; <see langword="null"/> for none.</summary>
    public static string? Problem(DecoderConfig config)
    {
        if (config.HeadCount < 1 || config.KeyValueHeadCount < 1 || config.HeadCount % config.KeyValueHeadCount != 0)
        {
            return $"'num_key_value_heads' is {config.KeyValueHeadCount}, wanted a divisor of num_attention_heads ({config.HeadCount}).";
        }

        if (config.HeadSize < 1 || (long)config.HeadSize * config.HeadCount > int.MaxValue || (long)config.VocabularySize * config.HiddenSize > 1L << 40)
        {
            return $"{config.HeadCount} heads of {config.HeadSize} or {config.VocabularySize} tokens of {config.HiddenSize} are more than a decoder can have.";
        }

        if (config.MaxPositions is < 1 or > MostPositions)
        {
            return $"'max_position_embeddings' is {config.MaxPositions}, wanted 1 to {MostPositions}.";
        }

        if (config.Layers.Any(layer => layer.Window < 1))
        {
            return "a layer has a window below 1, wanted at least the token itself.";
        }

        return config.Layers.Select(layer => layer.Rope).OfType<RopeConfig>().Distinct().Select(rope => Problem(config, rope)).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(DecoderConfig config, RopeConfig rope)
    {
        int rotating = RopeFrequencies.RotatingSize(rope, config.HeadSize);
        if (rotating < 2 || rotating % 2 != 0 || rotating > config.HeadSize)
        {
            return $"{rotating} of {config.HeadSize} dimensions of a head would rotate, wanted an even number of at least 2.";
        }

        return rope.Scaling is RopeScaling.LongRope longRope && (longRope.ShortFactors.Count != rotating / 2 || longRope.LongFactors.Count != rotating / 2)
            ? $"'short_factor' has {longRope.ShortFactors.Count} numbers, wanted {rotating / 2}: one for each rotating pair."
            : null;
    }
}
