namespace SotopiaPi;

/// <summary>A message of a stored episode log.</summary>
/// <param name="Sender">The sender's name; <c>Environment</c> for observations.</param>
/// <param name="Receiver">The receiver's name; <c>Environment</c> for actions.</param>
/// <param name="Text">The text: an observation, or an action in words like <c>said: "Hello."</c>.</param>
public sealed record LoggedMessage(string Sender, string Receiver, string Text)
{
    /// <summary>The name under which the environment sends and receives.</summary>
    public const string Environment = "Environment";
}
