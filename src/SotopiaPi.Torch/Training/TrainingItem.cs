namespace SotopiaPi.Torch;

/// <summary>What is shuffled as one: an example, or the examples of a group.</summary>
/// <param name="Name">The group's or the example's key.</param>
/// <param name="Keys">The keys of the examples.</param>
/// <param name="Sequences">The rows that they became.</param>
/// <param name="ExampleTokens">The tokens of all examples, shared prefixes counted each time.</param>
internal sealed record TrainingItem(string Name, IReadOnlyList<string> Keys, IReadOnlyList<TokenSequence> Sequences, int ExampleTokens)
{
    /// <summary>Gets how many of the rows, from the first on, are of the preferred side of a comparison; the others are of the other.</summary>
    public int PreferredRows { get; init; }

    /// <summary>Gets the score that the row deserves, where one is known.</summary>
    public double? Score { get; init; }
}
