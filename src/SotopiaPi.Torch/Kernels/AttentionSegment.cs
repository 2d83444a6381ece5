namespace SotopiaPi.Torch;

/// <summary>
/// Tokens that attend to one another causally, and to all of some earlier spans: a whole sequence, or a branch of a tree of sequences with
/// the spans that lead to it.
/// </summary>
/// <param name="Own">The tokens.</param>
/// <param name="Before">What they continue, from the root on; positions rise throughout.</param>
internal sealed record AttentionSegment(TokenSpan Own, IReadOnlyList<TokenSpan> Before);
