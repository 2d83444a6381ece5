using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>A phase of a social game: who acts, in which order, what they may do and who perceives it.</summary>
/// <param name="Name">The name, e.g. <c>vote</c>.</param>
/// <param name="Acting">The seats that act; those that are out are passed over.</param>
[Experimental("SOTOPIA001")]
public sealed record GamePhase(string Name, IReadOnlyList<Seat> Acting)
{
    /// <summary>Gets whether the seats act one after the other, all at once, or one after the other in an order drawn by the episode's seed.</summary>
    public TurnOrder Order { get; init; } = TurnOrder.RoundRobin;

    /// <summary>Gets how often each seat acts.</summary>
    /// <value>At least 1. The default is 1.</value>
    public int Rounds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Gets who perceives what is done.</summary>
    public PhaseVisibility Visibility { get; init; } = PhaseVisibility.Public;

    /// <summary>Gets the kinds of action allowed.</summary>
    public IReadOnlyList<ActionType> Available { get; init; } = [ActionType.None, ActionType.Speak];

    /// <summary>Gets what the acting seats are told when the phase begins; empty for nothing.</summary>
    public string Instruction { get; init; } = "";
}

/// <summary>Says who perceives the deeds of a phase.</summary>
[Experimental("SOTOPIA001")]
public enum PhaseVisibility
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>The doer's team.</summary>
    Team,

    /// <summary>The doer only.</summary>
    Private,
}
