using Microsoft.Extensions.AI;
using SeatScores = System.Collections.Generic.IReadOnlyDictionary<SotopiaPi.Seat, System.Collections.Generic.IReadOnlyDictionary<SotopiaPi.SocialDimension, SotopiaPi.Score>>;

namespace SotopiaPi;

/// <summary>The replies of a judge about one episode: the one with the most usable scores counts, the usage of all is added up.</summary>
internal sealed class JudgeAttempts(string judge)
{
    private readonly UsageDetails _usage = new();
    private SeatScores? _best;
    private ModelReply? _reply;
    private bool _used;

    /// <summary>Whether a reply rates everything.</summary>
    public bool Complete { get; private set; }

    public static IEnumerable<RatingProblem> Problems(SeatScores scores) =>
        from seat in scores.Values
        from score in seat.Values
        where score.Problem is not null
        select score.Problem;

    public void Add(SeatScores scores, ModelReply reply)
    {
        if (reply.Usage is { } usage)
        {
            _usage.Add(usage);
            _used = true;
        }

        if (_reply is null || Rated(scores) >= Rated(_best!))
        {
            _best = scores;
            _reply = reply;
        }

        Complete = !Problems(scores).Any();
    }

    public void AddFailure(SeatScores scores) => _best ??= scores;

    public EpisodeRating Best() => new(judge, _best!, _reply is null ? null : _reply with { Usage = _used ? _usage : null });

    private static int Rated(SeatScores scores) => scores.Values.Sum(seat => seat.Values.Count(score => score.Value is not null));
}
