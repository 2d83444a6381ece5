namespace SotopiaPi;

/// <summary>What a seat knows when an episode begins, in parts: prompt packs that do not use the ready text build from it.</summary>
/// <param name="Scenario">The scene as this seat sees it.</param>
/// <param name="Participants">All seats in order, the observer included.</param>
public sealed record ObservedScene(string Scenario, IReadOnlyList<ObservedParticipant> Participants);

/// <summary>What a seat knows about a participant.</summary>
/// <param name="Seat">The participant's seat.</param>
/// <param name="Name">The participant's name.</param>
/// <param name="Background">The visible part of the biography; empty when nothing is known.</param>
/// <param name="Goal">The goal; <see langword="null"/> when the observer may not know it.</param>
public sealed record ObservedParticipant(Seat Seat, string Name, string Background, string? Goal);
