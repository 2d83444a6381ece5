namespace SotopiaPi;

/// <summary>A dialogue of the offline world as one seat sees it: its moves in order.</summary>
/// <param name="Moves">The moves, oldest first, with whether the seat made them.</param>
internal sealed record OfflineDialogue(IReadOnlyList<(bool Own, OfflineMove Move)> Moves)
{
    /// <summary>The own turns that an episode of the offline world leaves a seat (12 turns, two seats).</summary>
    public const int OwnTurns = 6;

    /// <summary>Gets the own turns taken.</summary>
    public int Taken => Moves.Count(move => move.Own);

    /// <summary>Gets how far the seat has come: 0 at its first turn, 1 at its last.</summary>
    public double Progress => Math.Min(1, Taken / (OwnTurns - 1.0));

    public bool IsLast => Taken >= OwnTurns - 1;

    /// <summary>Gets the offer on the table: the last move, when the other made it and it is an offer.</summary>
    public OfflineMove? Offer => Moves.Count > 0 && Moves[^1] is (false, { IsOffer: true } move) ? move : null;

    /// <summary>Gets the position of the first acceptance directly after the other's offer; −1 when there is none.</summary>
    public int Agreement
    {
        get
        {
            for (int i = 1; i < Moves.Count; i++)
            {
                if (Moves[i].Move.Kind == OfflineMoveKind.Accept && Moves[i - 1].Move.IsOffer && Moves[i].Own != Moves[i - 1].Own)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
