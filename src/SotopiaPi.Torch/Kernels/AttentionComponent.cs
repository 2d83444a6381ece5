namespace SotopiaPi.Torch;

/// <summary>Segments that see nothing outside their own rows of the batch, so that a worker can compute them alone.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Segments">The segments, which together hold each row once.</param>
internal sealed record AttentionComponent(int Start, int Count, IReadOnlyList<AttentionSegment> Segments);
