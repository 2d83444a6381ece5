namespace SotopiaPi;

/// <summary>Says who plays a seat.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Profile">The character.</param>
/// <param name="Role">The player's role in the run: <c>agent</c>, <c>expert</c>, <c>partner</c> or one of the user's own.</param>
/// <param name="Model">The model behind the player; <see langword="null"/> for a scripted or human one.</param>
public sealed record SeatAssignment(Seat Seat, AgentProfile Profile, string Role, ModelRef? Model = null);
