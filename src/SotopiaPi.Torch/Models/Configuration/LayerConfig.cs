namespace SotopiaPi.Torch;

/// <summary>Describes what may differ from layer to layer of a decoder.</summary>
/// <param name="Window">The number of keys that a query sees, itself included: query i sees keys i − window &lt; j ≤ i; <see langword="null"/> for all.</param>
/// <param name="Rope">The rotary embedding; <see langword="null"/> for a layer without positions.</param>
public sealed record LayerConfig(int? Window, RopeConfig? Rope)
{
    /// <summary>Repeats a layer.</summary>
    /// <param name="count">The number of layers. At least 1.</param>
    /// <param name="rope">Their rotary embedding.</param>
    /// <param name="window">Their window; <see langword="null"/> for none.</param>
    public static IReadOnlyList<LayerConfig> Repeat(int count, RopeConfig? rope, int? window = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Repeat(new LayerConfig(window, rope), count)];
    }
}
