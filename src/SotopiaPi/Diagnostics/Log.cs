using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>Everything that this package logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Agent} chose {Action} in turn {Turn} after {Milliseconds:0} ms")]
    public static partial void TurnTaken(ILogger logger, string agent, int turn, string action, double milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Trace, Message = "{Agent} in turn {Turn}: {Argument}")]
    public static partial void TurnText(ILogger logger, string agent, int turn, string argument);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Agent} has no action of its own in turn {Turn} ({Kind}): {Problem}")]
    public static partial void TurnFailed(ILogger logger, string agent, int turn, string kind, string problem);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "A reply of {Agent} in turn {Turn} could not be scored and counts as the lowest")]
    public static partial void ScorerFailed(ILogger logger, string agent, int turn, Exception exception);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The episode {Episode} could not be summed up for {Agent}; it is remembered whole: {Problem}")]
    public static partial void SummaryFailed(ILogger logger, string episode, string agent, string problem);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "A call to a chat client did not stop within {Seconds:0} s after its cancellation and is left running: use a client that observes its cancellation token")]
    public static partial void CallLeftBehind(ILogger logger, double seconds);

    [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "A call that was left running has ended")]
    public static partial void LeftCallEnded(ILogger logger, Exception? exception);
}
