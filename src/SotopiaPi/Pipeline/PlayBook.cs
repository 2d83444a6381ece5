namespace SotopiaPi;

/// <summary>Remembers which episodes of a stage are played and rated, without their transcripts.</summary>
internal sealed class PlayBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<(string Role, string Model), UsageRow> _usage = [];

    public static async Task<PlayBook> ReadAsync(IEpisodeStore store, string tag, IReadOnlyList<EpisodePlan> plans, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = [.. plans.Select(plan => plan.Key)];
        PlayBook book = new();
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = tag }, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored && wanted.Contains(stored.Key))
            {
                book.Add(stored.Episode);
            }
            else if (record is RatingStored rating && wanted.Contains(rating.EpisodeKey))
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
            return _rows.ContainsKey(key);
        }
    }

    public void Add(Episode episode)
    {
        lock (_gate)
        {
            if (_rows.TryAdd(episode.Key, new Row(episode.Task.Key, episode.Task.Environment.Id, episode.Seats)))
            {
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
                row.Ratings[rating.Judge] = WithoutWords(rating);
            }
        }
    }

    public bool IsRated(string key, string judge)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(key, out Row? row) && row.Ratings.ContainsKey(judge);
        }
    }

    public IEnumerable<string> Unrated(IReadOnlyList<string> judges)
    {
        lock (_gate)
        {
            return [.. _rows.Where(row => judges.Any(judge => !row.Value.Ratings.ContainsKey(judge))).Select(row => row.Key)];
        }
    }

    public IEnumerable<RatedSeat> SeatsOf(string key)
    {
        lock (_gate)
        {
            return !_rows.TryGetValue(key, out Row? row) ? [] : [.. from rating in row.Ratings.OrderBy(rating => rating.Key, StringComparer.Ordinal)
                                                                    from seat in row.Seats
                                                                    where rating.Value.Scores.ContainsKey(seat.Seat)
                                                                    select new RatedSeat(key, row.TaskKey, seat.Seat, seat.Role, seat.Model, rating.Key, rating.Value.Scores[seat.Seat]) { EnvironmentId = row.EnvironmentId }];
        }
    }

    public IReadOnlyList<UsageRow> Usage()
    {
        lock (_gate)
        {
            return [.. _usage.Values.OrderBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal)];
        }
    }

    /// <summary>Filters read values and problems; what the judge was asked and why it scored so stays in the store.</summary>
    private static EpisodeRating WithoutWords(EpisodeRating rating) => rating with
    {
        Reply = null,
        Scores = rating.Scores.ToDictionary(
            seat => seat.Key,
            seat => (IReadOnlyDictionary<SocialDimension, Score>)seat.Value.ToDictionary(score => score.Key, score => score.Value with { Reason = null })),
    };

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

    private sealed record Row(string TaskKey, string EnvironmentId, IReadOnlyList<SeatAssignment> Seats)
    {
        public Dictionary<string, EpisodeRating> Ratings { get; } = [];
    }
}
