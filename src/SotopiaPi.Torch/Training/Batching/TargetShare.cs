namespace SotopiaPi.Torch;

/// <summary>What a sequence has in a target of a tree.</summary>
/// <param name="Sequence">The sequence, in the order in which they were added.</param>
/// <param name="Target">The target.</param>
/// <param name="Weight">The sequence's own weight of it, unscaled.</param>
internal readonly record struct TargetShare(int Sequence, int Target, float Weight);
