namespace SotopiaPi.Torch;

/// <summary>An example as token ids: the prompt, then what is learnt.</summary>
/// <param name="Key">The example's key.</param>
/// <param name="Group">What it belongs to.</param>
/// <param name="Sequence">The row with its loss weights.</param>
/// <param name="IsCut">Whether it was longer than the cutoff.</param>
internal sealed record EncodedExample(string Key, string Group, TokenSequence Sequence, bool IsCut);
