namespace SotopiaPi.Torch;

/// <summary>What is shuffled as one: an example, or the examples of a group.</summary>
/// <param name="Name">The group's or the example's key.</param>
/// <param name="Keys">The keys of the examples.</param>
/// <param name="Sequences">The rows that they became.</param>
/// <param name="ExampleTokens">The tokens of all examples, shared prefixes counted each time.</param>
internal sealed record TrainingItem(string Name, IReadOnlyList<string> Keys, IReadOnlyList<TokenSequence> Sequences, int ExampleTokens);
