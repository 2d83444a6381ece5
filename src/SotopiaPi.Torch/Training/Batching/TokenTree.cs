namespace SotopiaPi.Torch;

/// <summary>
/// Packed tokens in which what sequences share from their start on lies once. A row that several sequences continue differently has several
/// targets; equal predictions of several sequences are one, with the sum of their weights, so loss and gradient are those of the separate
/// sequences.
/// </summary>
/// <param name="Ids">The token ids [N].</param>
/// <param name="Positions">The position of each in its sequences [N].</param>
/// <param name="Components">Who sees whom.</param>
/// <param name="Targets">What is learnt.</param>
internal sealed record TokenTree(IReadOnlyList<int> Ids, IReadOnlyList<int> Positions, IReadOnlyList<AttentionComponent> Components, IReadOnlyList<TreeTarget> Targets)
{
    /// <summary>Gets which sequences the targets belong to.</summary>
    public IReadOnlyList<TargetShare> Shares { get; init; } = [];

    /// <summary>Gets whether nothing is shared: every component is one sequence.</summary>
    public bool IsPlain => Components.All(component => component.Segments.Count == 1);

    /// <summary>Packs families of sequences, each into a component of its own.</summary>
    /// <param name="families">Indices of sequences that share their beginnings; a family of one is a plain row.</param>
    /// <param name="sequences">All sequences.</param>
    /// <param name="scales">What the loss weights of each sequence are multiplied with.</param>
    public static TokenTree Of(IEnumerable<IReadOnlyList<int>> families, IReadOnlyList<TokenSequence> sequences, IReadOnlyList<double> scales)
    {
        TokenTreeBuilder builder = new();
        foreach (IReadOnlyList<int> family in families)
        {
            builder.Add([.. family.Select(i => sequences[i])], [.. family.Select(i => scales[i])]);
        }

        return builder.Build();
    }
}
