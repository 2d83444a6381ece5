using System.Globalization;

namespace SotopiaPi;

/// <summary>The parts of a report that tell what judges gave.</summary>
public static class ScoreBlocks
{
    /// <summary>Draws how often each score was given in collections, for each judge; a score between two whole numbers counts for the nearer one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tags">The names of the collections.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The blocks: one chart of the goal for each judge, and all other dimensions to open; none without ratings.</returns>
    public static async Task<IReadOnlyList<ReportBlock>> DistributionsAsync(IEpisodeStore store, IReadOnlyList<string> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(tags);
        Dictionary<(string Judge, string Dimension), SortedDictionary<double, int[]>> counts = [];
        for (int tag = 0; tag < tags.Count; tag++)
        {
            await foreach (RatingStored stored in store.QueryAsync(new EpisodeQuery { Tag = tags[tag], Kind = EpisodeRecordKind.Rating }, cancellationToken).OfType<RatingStored>().ConfigureAwait(false))
            {
                foreach ((SocialDimension dimension, Score score) in stored.Rating.Scores.Values.SelectMany(scores => scores))
                {
                    Count(counts, (stored.Judge, dimension.Name), score, tag, tags.Count);
                }
            }
        }

        if (counts.Count == 0)
        {
            return [];
        }

        ReportBlock[] charts = [.. counts.OrderBy(pair => pair.Key).Select(pair => Chart(pair.Key.Judge, pair.Key.Dimension, tags, pair.Value))];
        bool[] goals = [.. counts.Keys.Order().Select(key => key.Dimension == SocialDimension.Goal.Name)];
        ReportBlock[] others = [.. charts.Where((_, i) => !goals[i])];
        return [new ReportHeading("Score distributions"), .. charts.Where((_, i) => goals[i]), .. others.Length == 0 ? Array.Empty<ReportBlock>() : [new ReportDetails("The other dimensions", others)]];
    }

    /// <summary>Compares two players of the same tasks on each dimension, paired by task and seat.</summary>
    /// <param name="before">The name of the first player.</param>
    /// <param name="beforeSeats">Its rated seats.</param>
    /// <param name="after">The name of the second player.</param>
    /// <param name="afterSeats">Its rated seats.</param>
    /// <returns>The blocks: a table and a chart for each judge.</returns>
    public static IEnumerable<ReportBlock> BeforeAndAfter(string before, IReadOnlyList<RatedSeat> beforeSeats, string after, IReadOnlyList<RatedSeat> afterSeats)
    {
        ArgumentNullException.ThrowIfNull(beforeSeats);
        ArgumentNullException.ThrowIfNull(afterSeats);
        yield return new ReportHeading($"{before} and {after} on the held-out tasks");
        foreach (string judge in beforeSeats.Select(seat => seat.Judge).Distinct())
        {
            RatedSeat[] first = [.. beforeSeats.Where(seat => seat.Judge == judge)], second = [.. afterSeats.Where(seat => seat.Judge == judge)];
            SocialDimension[] dimensions = [.. first.Concat(second).SelectMany(seat => seat.Scores.Where(score => score.Value.Value is not null).Select(score => score.Key)).Distinct()];
            MeanEstimate[] firsts = [.. dimensions.Select(dimension => MeanEstimate.Of(first.Select(seat => seat.ValueOf(dimension))))], seconds = [.. dimensions.Select(dimension => MeanEstimate.Of(second.Select(seat => seat.ValueOf(dimension))))];
            IEnumerable<IReadOnlyList<string>> rows = dimensions.Select((dimension, i) => (IReadOnlyList<string>)
            [
                dimension.Name, ReportText.Of(firsts[i]), ReportText.Of(seconds[i]), ReportText.Of(MeanEstimate.Of(PairedSample.ByKey(Values(second, dimension), Values(first, dimension)).Differences)),
                string.Create(CultureInfo.InvariantCulture, $"{firsts[i].Missing + seconds[i].Missing}"),
            ]);
            yield return ReportTable.Of(["dimension", before, after, "paired difference", "not rated"], rows) with { Caption = $"Judge: {judge}." };
            yield return new ReportChart(new BarChart { Title = $"{before} and {after}, judge {judge}", YLabel = "mean score", Categories = [.. dimensions.Select(dimension => dimension.Name)], Series = [new BarSeries(before, firsts), new BarSeries(after, seconds)] });
        }
    }

    /// <summary>Tells how much higher the judge that selected the training data scores the goal than every other judge does, of the same seats.</summary>
    /// <param name="player">The name of the player.</param>
    /// <param name="seats">Its rated seats, by all judges.</param>
    /// <param name="selecting">The judge that selected the training data.</param>
    /// <returns>The blocks; none with a single judge.</returns>
    public static IEnumerable<ReportBlock> JudgeBias(string player, IReadOnlyList<RatedSeat> seats, string selecting)
    {
        ArgumentNullException.ThrowIfNull(seats);
        string[] others = [.. seats.Select(seat => seat.Judge).Distinct().Where(judge => judge != selecting)];
        KeyValuePair<(string, Seat), double?>[] own = [.. Values([.. seats.Where(seat => seat.Judge == selecting)], SocialDimension.Goal)];
        if (others.Length == 0 || own.Length == 0)
        {
            return [];
        }

        MeanEstimate[] biases = [.. others.Select(judge => MeanEstimate.Of(PairedSample.ByKey(own, Values([.. seats.Where(seat => seat.Judge == judge)], SocialDimension.Goal)).Differences))];
        return
        [
            ReportTable.Of(["judge", "bias"], others.Select((judge, i) => (IReadOnlyList<string>)[$"{selecting} − {judge}", ReportText.Of(biases[i])])) with { Caption = $"Bias of the judge that selected the training data, goal of {player}." },
            new ReportChart(new BarChart { Title = $"Bias of {selecting}, goal of {player}", YLabel = "difference", Categories = others, Series = [new BarSeries("bias", biases)] }),
        ];
    }

    private static IEnumerable<KeyValuePair<(string Task, Seat Seat), double?>> Values(IEnumerable<RatedSeat> seats, SocialDimension dimension) =>
        seats.Select(seat => KeyValuePair.Create((seat.TaskKey, seat.Seat), seat.ValueOf(dimension)));

    private static void Count(Dictionary<(string, string), SortedDictionary<double, int[]>> counts, (string, string) key, Score score, int tag, int tags)
    {
        if (score.Value is not { } value || !double.IsFinite(value))
        {
            return;
        }

        if (!counts.TryGetValue(key, out SortedDictionary<double, int[]>? histogram))
        {
            counts[key] = histogram = [];
        }

        double bin = Math.Round(value, MidpointRounding.AwayFromZero);
        if (!histogram.TryGetValue(bin, out int[]? seats))
        {
            histogram[bin] = seats = new int[tags];
        }

        seats[tag]++;
    }

    private static ReportChart Chart(string judge, string dimension, IReadOnlyList<string> tags, SortedDictionary<double, int[]> histogram) => new(new BarChart
    {
        Title = $"{dimension}, judge {judge}",
        XLabel = "score",
        YLabel = "seats",
        Decimals = 0,
        Categories = [.. histogram.Keys.Select(bin => ReportText.Of(bin, 0))],
        Series = [.. tags.Select((tag, i) => new BarSeries(tag, [.. histogram.Values.Select(seats => new MeanEstimate(seats[i], null, null, seats[i]))]))],
    });
}
