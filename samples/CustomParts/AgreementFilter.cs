namespace SotopiaPi.Samples.CustomParts;

/// <summary>A filter of our own: it keeps brief seats of conversations that ended in an agreement. It gives a reason for every seat, kept or dropped.</summary>
internal sealed class AgreementFilter : IEpisodeFilter
{
    private const double Least = 3;

    public async ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        List<FilterDecision> decisions = [];
        foreach (RatedSeat seat in seats)
        {
            // Rows come without transcripts; the context loads an episode where a filter must read it.
            Episode? episode = await context.LoadEpisodeAsync(seat.EpisodeKey, cancellationToken);
            bool agreed = episode is not null && episode.Turns.Any(turn => turn.Turns.Values.Any(taken => taken.Action.Argument == "I accept."));
            decisions.Add(!agreed ? new FilterDecision(seat, false, "no agreement")
                : seat.ValueOf(BrevityJudge.Brevity) is not { } brevity ? new FilterDecision(seat, false, "not rated")
                : brevity >= Least ? new FilterDecision(seat, true, "agreement in few words")
                : new FilterDecision(seat, false, "too many words"));
        }

        return new FilterResult(decisions);
    }
}
