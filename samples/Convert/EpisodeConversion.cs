namespace SotopiaPi.Samples.Conversion;

/// <summary>Chooses seats of published episodes and makes their training examples. The file is read twice, so that its transcripts are never all in memory.</summary>
internal sealed class EpisodeConversion(FileInfo file, PromptPack prompts, string filter, IReadOnlyCollection<string> tags)
{
    private readonly ReferenceExampleBuilder _builder = new(prompts);

    public async Task<TrainingData> RunAsync(CancellationToken cancellationToken)
    {
        List<RecordProblem> problems = [];
        List<RatedSeat> seats = [];
        foreach ((_, string row, EpisodeLog log) in EpisodeLogFiles.ReadFile(file.FullName, problems))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tags.Count == 0 || tags.Contains(log.Tag))
            {
                seats.AddRange(Enumerable.Range(0, log.AgentIds.Count).Select(index => Rated(row, log, index)));
            }
        }

        FilterContext context = new((_, _) => ValueTask.FromResult<Episode?>(null));
        FilterResult result = filter == "all" ? KeepAll(seats) : await Filter().FilterAsync(seats, context, cancellationToken);
        ILookup<string, Seat> kept = result.Kept.ToLookup(seat => seat.EpisodeKey, seat => seat.Seat);
        return new TrainingData(FilterSummary.Of(result), problems, [.. Examples(kept, problems, cancellationToken)]);
    }

    private IEpisodeFilter Filter() => filter switch
    {
        "code" => new TopRatedFilter(TopRatedOptions.Reference),
        "paper" => new PaperBehaviorCloningFilter(),
        "paper-sr" => new TopShareFilter(TopShareOptions.Paper),
        _ => new ThresholdFilter(),
    };

    private static FilterResult KeepAll(IReadOnlyList<RatedSeat> seats) => new([.. seats.Select(seat => new FilterDecision(seat, true, "all are kept"))]);

    private IEnumerable<ConvertedExample> Examples(ILookup<string, Seat> kept, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        foreach ((_, string row, EpisodeLog log) in EpisodeLogFiles.ReadFile(file.FullName, []))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Seat seat in kept[Key(row, log)].OrderBy(seat => seat.Index))
            {
                foreach (SupervisedExample example in Build(row, log, seat, problems))
                {
                    yield return new ConvertedExample(log.Id, log.EnvironmentId, seat.Index, example);
                }
            }
        }
    }

    private IReadOnlyList<SupervisedExample> Build(string row, EpisodeLog log, Seat seat, List<RecordProblem> problems)
    {
        try
        {
            return _builder.Build(Key(row, log), log.Messages, seat).Examples;
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            problems.Add(new RecordProblem(file.FullName, row, "messages", e.Message));
            return [];
        }
    }

    private static RatedSeat Rated(string row, EpisodeLog log, int index)
    {
        string model = log.Models is { } models && models.Count > index + 1 ? models[index + 1] : "agent";
        return new RatedSeat(Key(row, log), log.EnvironmentId, new Seat(index), model, null, LogScores.Judge(log), LogScores.Of(log.Rewards[index])) { EnvironmentId = log.EnvironmentId };
    }

    /// <summary>The published file holds some episodes twice: the row tells them apart.</summary>
    private static string Key(string row, EpisodeLog log) => $"{log.Id} ({row})";
}

/// <summary>An example and where it comes from.</summary>
internal sealed record ConvertedExample(string EpisodeId, string EnvironmentId, int Seat, SupervisedExample Example);
