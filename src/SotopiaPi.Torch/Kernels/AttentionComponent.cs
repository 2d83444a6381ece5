namespace SotopiaPi.Torch;

/// <summary>Segments that see nothing outside their component's rows, so that a worker can compute them alone.</summary>
/// <param name="Start">The first row of the keys.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Segments">The segments, which together hold each row once, but for earlier rows that are only seen.</param>
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
