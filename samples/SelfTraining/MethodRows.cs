namespace SotopiaPi.Samples.SelfTraining;

/// <summary>The rated seats of one method, by judge; computes what the report shows.</summary>
/// <param name="Name">The method's name in the report.</param>
/// <param name="Outcome">What was played.</param>
/// <param name="TrueJudge">The judge that is the truth here: the outcome judge, or the chat judge on real tasks.</param>
/// <param name="TalkJudge">The judge that also rewards claims; null when there is none.</param>
internal sealed record MethodRows(string Name, PlayOutcome Outcome, string? TrueJudge, string? TalkJudge)
{
    /// <summary>The share of turns with an invalid reply when nothing forces valid ones; null when that was not played.</summary>
    public double? InvalidFreeReplies { get; init; }

    public IEnumerable<KeyValuePair<(string, Seat), double?>> Goals(string judge) =>
        Rows(judge).Select(row => KeyValuePair.Create((row.TaskKey, row.Seat), row.ValueOf(SocialDimension.Goal)));

    /// <summary>The mean goal by a judge; not rated when there is no such judge.</summary>
    public MeanEstimate Goal(string? judge) => judge is null ? MeanEstimate.Of(Array.Empty<double?>()) : MeanEstimate.Of(Goals(judge).Select(goal => goal.Value));

    /// <summary>Talk judge − true judge, per task and seat.</summary>
    public IEnumerable<KeyValuePair<(string, Seat), double?>> Bias()
    {
        if (TrueJudge is null || TalkJudge is null)
        {
            return [];
        }

        Dictionary<(string, Seat), double?> truth = new(Goals(TrueJudge));
        return Goals(TalkJudge).Where(goal => truth.ContainsKey(goal.Key)).Select(goal => KeyValuePair.Create(goal.Key, goal.Value - truth[goal.Key]));
    }

    public MethodResult Result() => new(
        Name,
        Outcome.Episodes.Count,
        Of(Goal(TrueJudge)),
        Of(Goal(TalkJudge)),
        Estimate(Bias().Select(bias => bias.Value)),
        TrueJudge is null ? null : Estimate(Rows(TrueJudge).Select(row => OverallScore.Of(row.Scores).Mean)),
        TrueJudge is null ? 0 : Rows(TrueJudge).Count(row => row.ValueOf(SocialDimension.Goal) is null),
        InvalidFreeReplies);

    private static Interval? Estimate(IEnumerable<double?> values) => Of(MeanEstimate.Of(values));

    /// <summary>The mean with its interval; null without values.</summary>
    public static Interval? Of(MeanEstimate estimate) =>
        estimate is { Mean: { } mean, Low: { } low, High: { } high } ? new Interval(Rounded(mean), [Rounded(low), Rounded(high)]) : null;

    private static double Rounded(double value) => Math.Round(value, 6);

    private IEnumerable<RatedSeat> Rows(string judge) => Outcome.Seats.Where(row => row.Judge == judge);
}
