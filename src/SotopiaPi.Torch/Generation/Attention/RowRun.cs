namespace SotopiaPi.Torch;

/// <summary>Rows of a packed pass that are consecutive tokens of one sequence.</summary>
/// <param name="FirstRow">The first row.</param>
/// <param name="Count">The number of rows. At least 1.</param>
/// <param name="FirstPosition">The position of the first row's token; the keys and values of all tokens before it are in the store.</param>
/// <param name="Blocks">The blocks of the sequence: token p lies in block p / <see cref="KvLayout.BlockTokens"/>, at least up to the last row's.</param>
internal readonly record struct RowRun(int FirstRow, int Count, int FirstPosition, IReadOnlyList<int> Blocks);
