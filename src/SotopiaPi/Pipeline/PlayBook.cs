namespace SotopiaPi;

/// <summary>Remembers which episodes of a stage are played and rated, without their words. Thread-safe.</summary>
internal sealed class PlayBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows;
    private readonly Dictionary<Score, Score> _scores = [];
    private readonly Dictionary<(string Role, string Model), UsageRow> _usage = [];
    private SocialDimension[] _dimensions = [];

    private PlayBook(IReadOnlyList<EpisodePlan> plans) => _rows = plans.DistinctBy(plan => plan.Key).ToDictionary(plan => plan.Key, plan => new Row(plan));

    /// <summary>Reads what the store has of the plans.</summary>
    public static async Task<PlayBook> ReadAsync(IEpisodeStore store, string tag, IReadOnlyList<EpisodePlan> plans, CancellationToken cancellationToken)
    {
        PlayBook book = new(plans);
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = tag }, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored)
            {
                book.Add(stored.Episode);
            }
            else if (record is RatingStored rating)
            {
                book.Add(rating.EpisodeKey, rating.Rating);
            }
        }

        return book;
    }

    public bool Has(string key)
    {
        lock (_gate)
        {
            return _rows[key].Played;
        }
    }

    public void Add(Episode episode)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(episode.Key, out Row? row) && !row.Played)
            {
                row.Played = true;
                Count(episode);
            }
        }
    }

    public void Add(string key, EpisodeRating rating)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(key, out Row? row))
            {
                row.Ratings.RemoveAll(other => other.Judge == rating.Judge);
                row.Ratings.Add((rating.Judge, [.. SeatsOf(row.Plan, rating)]));
            }
        }
    }

    /// <summary>The keys of the episodes that a judge has not rated.</summary>
    public IReadOnlyList<string> Unrated(string judge)
    {
        lock (_gate)
        {
            return [.. _rows.Values.Where(row => row.Played && row.Ratings.All(rating => rating.Judge != judge)).Select(row => row.Plan.Key)];
        }
    }

    public IReadOnlyList<RatedSeat> SeatsOf(string key)
    {
        lock (_gate)
        {
            return [.. _rows[key].Ratings.OrderBy(rating => rating.Judge, StringComparer.Ordinal).SelectMany(rating => rating.Seats)];
        }
    }

    public IReadOnlyList<UsageRow> Usage()
    {
        lock (_gate)
        {
            return [.. _usage.Values.OrderBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal)];
        }
    }

    private IEnumerable<RatedSeat> SeatsOf(EpisodePlan plan, EpisodeRating rating) =>
        from seat in plan.Seats
        where rating.Scores.ContainsKey(seat.Seat)
        select new RatedSeat(plan.Key, plan.Task.Key, seat.Seat, seat.Role, seat.Model, rating.Judge, Bare(rating.Scores[seat.Seat])) { EnvironmentId = plan.Task.Environment.Id };

    /// <summary>Filters read values and problems; why a judge scores so stays in the store. Equal scores and dimensions are one object.</summary>
    private ScoreRow Bare(IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        if (!_dimensions.SequenceEqual(scores.Keys))
        {
            _dimensions = [.. scores.Keys];
        }

        return new ScoreRow(_dimensions, [.. scores.Values.Select(Shared)]);
    }

    private Score Shared(Score score)
    {
        Score bare = score with { Reason = null, Problem = score.Problem is { } problem ? problem with { Raw = null } : null };
        return _scores.TryAdd(bare, bare) ? bare : _scores[bare];
    }

    private void Count(Episode episode)
    {
        foreach (SeatAssignment seat in episode.Seats.Where(seat => seat.Model is not null))
        {
            AgentTurn[] taken = [.. episode.Turns.Select(turn => turn.Turns.GetValueOrDefault(seat.Seat)).OfType<AgentTurn>()];
            Count(seat.Role, seat.Model!.ToString(), taken.Select(turn => turn.Reply));
            if (taken.Any(turn => turn.Repair is not null))
            {
                Count(seat.Role, "repair", taken.Select(turn => turn.Repair));
            }
        }
    }

    private void Count(string role, string model, IEnumerable<ModelReply?> replies)
    {
        UsageRow row = _usage.GetValueOrDefault((role, model)) ?? new UsageRow(role, model, 0, 0, 0);
        foreach (ModelReply reply in replies.OfType<ModelReply>())
        {
            row = row with { Calls = row.Calls + 1, InputTokens = row.InputTokens + (reply.Usage?.InputTokenCount ?? 0), OutputTokens = row.OutputTokens + (reply.Usage?.OutputTokenCount ?? 0) };
        }

        _usage[(role, model)] = row;
    }

    private sealed class Row(EpisodePlan plan)
    {
        public EpisodePlan Plan { get; } = plan;

        public bool Played { get; set; }

        public List<(string Judge, RatedSeat[] Seats)> Ratings { get; } = new(1);
    }
}
