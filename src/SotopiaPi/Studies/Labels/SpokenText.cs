using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>What a seat said and did, for rules that look for words.</summary>
internal static partial class SpokenText
{
    /// <summary>The seat's sentences with their turns, in order. Acts without words count too.</summary>
    public static IEnumerable<(int Turn, string Text)> Sentences(Episode episode, Seat seat) =>
        from turn in episode.Turns
        where turn.Turns.ContainsKey(seat)
        from sentence in SentenceEnd().Split(turn.Turns[seat].Action.Argument)
        where !string.IsNullOrWhiteSpace(sentence)
        select (turn.Turn, sentence.Trim());

    [GeneratedRegex(@"(?<=[.!?…])\s+|\n+")]
    private static partial Regex SentenceEnd();
}
