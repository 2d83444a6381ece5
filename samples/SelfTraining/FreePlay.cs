namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Plays without the action schema, to count how often a model's free reply is no valid action.</summary>
internal static class FreePlay
{
    public static string Tag(string method) => "free-" + method;

    /// <summary>The share of the agent's turns that have a failure, over the stored episodes of a tag; null without turns.</summary>
    public static async Task<double?> InvalidShareAsync(IEpisodeStore store, string tag, CancellationToken cancellationToken)
    {
        (int turns, int failures) = (0, 0);
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = tag }, cancellationToken))
        {
            if (record is EpisodeStored { Episode: var episode })
            {
                foreach (SeatAssignment seat in episode.Seats.Where(seat => seat.Role == Player.AgentRole))
                {
                    foreach (TurnRecord turn in episode.Turns.Where(turn => turn.Turns.ContainsKey(seat.Seat)))
                    {
                        turns++;
                        failures += turn.Turns[seat.Seat].Failure is null ? 0 : 1;
                    }
                }
            }
        }

        return turns == 0 ? null : Math.Round((double)failures / turns, 6);
    }
}
