namespace SotopiaPi.Torch;

/// <summary>Segments that see nothing outside their own rows of the batch, so that a worker can compute them alone.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Segments">The segments, which together hold each row once.</param>
internal sealed record AttentionComponent(int Start, int Count, IReadOnlyList<AttentionSegment> Segments)
{
    /// <summary>Describes whole sequences, packed one after another.</summary>
    public static IReadOnlyList<AttentionComponent> Rows(IReadOnlyList<long> lengths)
    {
        int start = 0;
        List<AttentionComponent> components = [];
        foreach (int length in lengths.Select(length => checked((int)length)))
        {
            components.Add(new AttentionComponent(start, length, [new AttentionSegment(new TokenSpan(start, length, 0), [])]));
            start += length;
        }

        return components;
    }
}
