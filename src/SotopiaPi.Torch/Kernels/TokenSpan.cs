namespace SotopiaPi.Torch;

/// <summary>Tokens that lie side by side in a packed batch and follow one another in their sequence.</summary>
/// <param name="Start">The row of the first in the batch.</param>
/// <param name="Count">How many. At least 1.</param>
/// <param name="Position">The position of the first in its sequence.</param>
internal readonly record struct TokenSpan(int Start, int Count, int Position);
