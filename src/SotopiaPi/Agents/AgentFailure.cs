namespace SotopiaPi;

/// <summary>Says why a turn has no action of the agent's own. Such a turn plays as <see cref="AgentAction.None"/> and is counted.</summary>
/// <param name="Kind">What went wrong: one of the constants of this type.</param>
/// <param name="Message">What was found, what was wanted.</param>
/// <param name="Raw">The reply as it came; <see langword="null"/> when there was none.</param>
public sealed record AgentFailure(string Kind, string Message, string? Raw)
{
    /// <summary>The reply could not be read as an action.</summary>
    public const string Parse = "parse";

    /// <summary>The environment refused the action twice.</summary>
    public const string Refused = "refused";

    /// <summary>The client failed.</summary>
    public const string Client = "client";

    /// <summary>The client did not answer in time.</summary>
    public const string Timeout = "timeout";
}
