using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>Logs every turn of an agent: its action at <see cref="LogLevel.Debug"/>, what was said at <see cref="LogLevel.Trace"/>, failures at <see cref="LogLevel.Warning"/>.</summary>
/// <param name="inner">The agent inside.</param>
/// <param name="logger">Where to.</param>
public sealed class LoggingAgent(ISocialAgent inner, ILogger logger) : DelegatingAgent(inner)
{
    private readonly ILogger _logger = logger ?? throw new ArgumentNullException(nameof(logger));

    /// <inheritdoc/>
    public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        long start = Stopwatch.GetTimestamp();
        AgentTurn turn = await base.ActAsync(observation, cancellationToken).ConfigureAwait(false);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (turn.Failure is { } failure)
        {
            Log.TurnFailed(_logger, observation.AgentName, observation.Turn, failure.Kind, failure.Message);
        }
        else
        {
            Log.TurnTaken(_logger, observation.AgentName, observation.Turn, turn.Action.Type.Name, milliseconds);
            Log.TurnText(_logger, observation.AgentName, observation.Turn, turn.Action.Argument);
        }

        return turn;
    }
}
