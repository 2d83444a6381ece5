namespace SotopiaPi;

/// <summary>Something that a seat perceived.</summary>
/// <param name="Turn">The turn in which it happened, from 0.</param>
/// <param name="Sender">The seat that did it; <see langword="null"/> for the environment.</param>
/// <param name="Text">The text as the seat perceives it, with the sender's name, e.g. <c>Ada Reed said: "Hello."</c>.</param>
public sealed record ObservedMessage(int Turn, Seat? Sender, string Text)
{
    /// <summary>Gets the action behind the text; <see langword="null"/> for the environment's messages.</summary>
    public AgentAction? Action { get; init; }

    /// <summary>Gets a value indicating whether this says why the seat's first try of the turn was refused.</summary>
    public bool IsRefusal { get; init; }
}
