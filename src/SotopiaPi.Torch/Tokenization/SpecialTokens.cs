namespace SotopiaPi.Torch;

/// <summary>The tokens with a role: how a text begins, how a turn ends, what fills a batch.</summary>
internal sealed record SpecialTokens
{
    public int? BosId { get; init; }

    public IReadOnlyList<int> EosIds { get; init; } = [];

    public int? PadId { get; init; }

    public int? UnknownId { get; init; }

    /// <summary>Takes what is missing from others.</summary>
    public SpecialTokens Or(SpecialTokens others) => new()
    {
        BosId = BosId ?? others.BosId,
        EosIds = EosIds.Count > 0 ? EosIds : others.EosIds,
        PadId = PadId ?? others.PadId,
        UnknownId = UnknownId ?? others.UnknownId,
    };
}
