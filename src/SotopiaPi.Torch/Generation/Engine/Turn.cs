namespace SotopiaPi.Torch;

/// <summary>What a sequence computes in a step.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Count">How many of its next tokens. At least 1.</param>
/// <param name="Draft">Tokens that are guessed to follow, computed with them; guesses that prove wrong are computed again.</param>
internal readonly record struct Turn(RunningSequence Sequence, int Count, int[] Draft)
{
    /// <summary>The rows that it takes.</summary>
    public int Rows => Count + Draft.Length;
}
