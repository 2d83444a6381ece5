namespace SotopiaPi.Torch;

/// <summary>The tokens with a role: how a text begins, how a turn ends, what fills a batch.</summary>
internal sealed record SpecialTokens
{
    public int? BosId { get; init; }

    public IReadOnlyList<int> EosIds { get; init; } = [];

    public int? PadId { get; init; }

    public int? UnknownId { get; init; }
}
