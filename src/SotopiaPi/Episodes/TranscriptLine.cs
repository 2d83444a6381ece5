using System.Globalization;

namespace SotopiaPi;

/// <summary>A line of a transcript; without a seat it is the environment's, with turn −1 it was said before the first turn.</summary>
internal sealed record TranscriptLine(int Turn, Seat? Seat, string Text, AgentTurn? Done)
{
    public string Title => Turn < 0 ? "Before" : string.Create(CultureInfo.InvariantCulture, $"Turn #{Turn + 1}");

    public bool IsPrivate { get; init; } = Done?.Action.Recipients.Count > 0;

    public AgentFailure? Failure => Done?.Failure;

    public static TranscriptLine Of(int turn, TurnEvent happened, IReadOnlyList<string> names) => happened.Audience.Count == 0
        ? new TranscriptLine(turn, null, happened.Text, null)
        : new TranscriptLine(turn, null, $"[to {string.Join(", ", happened.Audience.Select(seat => SeatNames.Of(seat, names)))}] {happened.Text}", null) { IsPrivate = true };
}
