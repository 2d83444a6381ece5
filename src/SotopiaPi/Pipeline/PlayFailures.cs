namespace SotopiaPi;

/// <summary>Tells failures of a client, which another try may mend, from what a model did wrong, which is part of the record.</summary>
internal static class PlayFailures
{
    /// <summary>Says why the plan must be played again; null when its episode counts.</summary>
    public static string? Of(EpisodeResult result)
    {
        if (result.Failure is { } broken)
        {
            return $"{broken.Stage}: {broken.Message}";
        }

        return result.Episode!.Turns.SelectMany(turn => turn.Turns.Values.Select(taken => (turn.Turn, taken.Failure)))
            .Where(turn => turn.Failure?.Kind is AgentFailure.Client or AgentFailure.Timeout)
            .Select(turn => $"turn {turn.Turn}: {turn.Failure!.Message}")
            .FirstOrDefault();
    }
}
