namespace SotopiaPi.Torch.Tests;

/// <summary>Configurations of odd sizes that a test can compute in no time.</summary>
internal static class TinyConfig
{
    public static DecoderConfig Llama(int layers = 2, int? window = null) => new()
    {
        VocabularySize = 19,
        HiddenSize = 12,
        IntermediateSize = 10,
        HeadCount = 6,
        KeyValueHeadCount = 2,
        HeadSize = 4,
        Layers = LayerConfig.Repeat(layers, new RopeConfig(1000), window),
        MaxPositions = 64,
        ModelType = window is null ? "llama" : "mistral",
        InitializerRange = 0.3,
    };
}
