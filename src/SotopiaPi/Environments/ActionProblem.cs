namespace SotopiaPi;

/// <summary>Says why an action was refused; shown to the agent, which is asked once more.</summary>
/// <param name="Text">What was found and what is allowed.</param>
public sealed record ActionProblem(string Text);
