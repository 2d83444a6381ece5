namespace SotopiaPi.Torch;

/// <summary>Assigns an adapter to the next rows of a packed batch.</summary>
/// <param name="Adapter">The adapter; <see langword="null"/> for the base alone.</param>
/// <param name="Count">The number of rows. At least 1.</param>
public sealed record LoraRows(LoraAdapter? Adapter, long Count);
