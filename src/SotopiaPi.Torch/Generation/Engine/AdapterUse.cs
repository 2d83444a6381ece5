namespace SotopiaPi.Torch;

/// <summary>An adapter that works beside others in the passes of one decoder.</summary>
/// <param name="Host">What the decoder was wrapped with.</param>
/// <param name="Adapter">The adapter; it fits the decoder.</param>
internal sealed record AdapterUse(LoraHost Host, LoraAdapter Adapter);
