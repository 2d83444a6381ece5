using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>What a seat privately wants, read from its goal, and the words of its family.</summary>
internal abstract partial record OfflineTerms
{
    /// <summary>The words that claim a good outcome and change nothing.</summary>
    public const string Claim = "We both win!";

    /// <summary>Reads a goal.</summary>
    /// <returns>The terms; <see langword="null"/> when the goal belongs to no family.</returns>
    public static OfflineTerms? Read(string goal) => (OfflineTerms?)BargainTerms.Read(goal) ?? SplitTerms.Read(goal);

    /// <summary>Reads what an utterance does under these terms.</summary>
    public OfflineMove ReadMove(string utterance)
    {
        OfflineMove move = AcceptWords().IsMatch(utterance) ? OfflineMove.Accept : ReadOffer(utterance);
        return move with { Claims = utterance.Contains(Claim, StringComparison.OrdinalIgnoreCase) };
    }

    /// <summary>Writes a move as an utterance.</summary>
    public string Write(OfflineMove move) =>
        (move.Kind == OfflineMoveKind.Accept ? "I accept." : WriteOffer(move)) + (move.Claims ? " " + Claim : "");

    /// <summary>Tells what an offer is worth to this seat: coins gained, or points of 20.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="own">Whether this seat made it.</param>
    public abstract int Worth(OfflineMove offer, bool own);

    /// <summary>Scores an agreement on 0 to 10.</summary>
    /// <param name="offer">The offer that was accepted.</param>
    /// <param name="own">Whether this seat made it.</param>
    /// <param name="other">The other seat's terms.</param>
    public abstract double Goal(OfflineMove offer, bool own, OfflineTerms other);

    /// <summary>Chooses the next move as the script of the family does.</summary>
    public abstract OfflineMove Choose(OfflineDialogue dialogue, double skill, ref SeededDraws draws);

    private protected abstract OfflineMove ReadOffer(string utterance);

    private protected abstract string WriteOffer(OfflineMove offer);

    [GeneratedRegex(@"\bI accept\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AcceptWords();
}
