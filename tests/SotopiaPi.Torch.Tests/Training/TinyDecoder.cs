using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>A random decoder that trains in milliseconds, and rows for it.</summary>
internal static class TinyDecoder
{
    public const int Vocabulary = 23;

    public static DecoderConfig Config { get; } = new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 12,
        IntermediateSize = 20,
        HeadCount = 2,
        KeyValueHeadCount = 1,
        HeadSize = 6,
        Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
        MaxPositions = 64,
        TieEmbeddings = true,
        InitializerRange = 0.3,
    };

    public static Decoder Create(ScalarType type = ScalarType.Float64)
    {
        using Generator generator = new(7);
        return Decoder.Create(Config, generator, new DecoderOptions { Trainable = true, Type = type });
    }

    /// <summary>Rows of 3, 5, 7 … tokens in which about half of the tokens are learnt, with weights 1 and 2.</summary>
    public static TokenSequence[] Rows(int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int[] ids = [.. Enumerable.Range(0, 3 + (2 * i)).Select(_ => random.Next(Vocabulary))];
            return new TokenSequence(ids, [.. ids.Select((_, t) => t > 0 && (t + i) % 2 == 0 ? 1f + (t % 2) : 0)]);
        })];
    }
}
