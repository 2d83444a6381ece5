namespace SotopiaPi.Torch;

/// <summary>A prediction to learn.</summary>
/// <param name="Row">The row of the token before it, whose state predicts it.</param>
/// <param name="Id">The token.</param>
/// <param name="Weight">Its weight in the loss.</param>
internal readonly record struct TreeTarget(int Row, int Id, double Weight);
