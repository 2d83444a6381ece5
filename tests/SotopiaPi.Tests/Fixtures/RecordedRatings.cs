namespace SotopiaPi.Tests;

/// <summary>Takes the rating out of a recorded log: scores from the rewards, reasons from the comments.</summary>
internal static class RecordedRatings
{
    public static EpisodeRating? Of(EpisodeLog log)
    {
        if (log.Rewards.Any(reward => reward.Dimensions is null))
        {
            return null;
        }

        Dictionary<string, string>[] reasons = [.. log.Rewards.Select((_, seat) => Reasons(log.Reasoning, seat))];
        return new EpisodeRating(
            "recorded",
            log.Rewards.Select((reward, seat) => (Seat: new Seat(seat), Scores: (IReadOnlyDictionary<SocialDimension, Score>)reward.Dimensions!
                .Where(pair => pair.Key != "overall_score")
                .ToDictionary(pair => SocialDimension.Named(pair.Key), pair => Score.Of(pair.Value, reasons[seat][pair.Key])))).ToDictionary(pair => pair.Seat, pair => pair.Scores),
            null);
    }

    private static Dictionary<string, string> Reasons(string reasoning, int seat)
    {
        string start = $"Agent {seat + 1} comments:\n";
        string own = reasoning[(reasoning.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        int end = own.IndexOf($"Agent {seat + 2} comments:\n", StringComparison.Ordinal);
        return (end < 0 ? own : own[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
