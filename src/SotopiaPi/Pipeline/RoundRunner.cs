using System.Globalization;

namespace SotopiaPi;

/// <summary>Runs one round: collect, rate, filter, convert, train.</summary>
internal sealed class RoundRunner(RunFolder folder, PipelineParts parts, PipelineOptions options, RoundSchedule schedule, RoundEvaluation? evaluation, IReadOnlyList<RoundReport> earlier)
{
    public async Task<RoundReport> RunAsync(Round round, IReadOnlyList<SocialTask> allTasks, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        (int skip, int take) = schedule.TasksOf(round.Collection);
        SocialTask[] tasks = [.. allTasks.Skip(skip).Take(take)];
        string inputs = InputsKey(round, tasks);
        if (folder.ReadRound(round.Name) is { } finished)
        {
            return finished.InputsKey == inputs
                ? finished
                : throw new InvalidOperationException($"Round '{round.Name}' in '{folder.Path}' was run with other inputs (tasks, players, filter or start). Name another folder, or give the round another name.");
        }

        IEpisodeEvaluator judge = parts.Judge(round.Judge);
        PlayOutcome outcome = await CollectAsync(round, tasks, judge, progress, cancellationToken).ConfigureAwait(false);
        RatedSeat[] candidates = [.. outcome.Seats.Where(seat => seat.Judge == judge.Name && round.LearnFrom.Contains(seat.Role))];
        FilterResult filtered = await parts.Filter(round.Filter).FilterAsync(candidates, new FilterContext(parts.Store.FindEpisodeAsync) { Seed = Seed(round, "filter") }, cancellationToken).ConfigureAwait(false);
        KeptSeat[] kept = [.. filtered.Kept.Select(seat => new KeptSeat(seat.EpisodeKey, seat.Seat.Index))];
        KeptSeat[] replayed = Replay(round);
        StoredExamples examples = await StoredExamples.OpenAsync(parts.Store, parts.Examples, [.. kept, .. replayed], cancellationToken).ConfigureAwait(false);
        TrainingResult trained = await TrainAsync(round, examples, outcome.Failures, progress, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CheckpointReport> checkpoints = await new SavedCheckpoints(folder, evaluation).ChooseAsync(round, judge.Name, trained, progress, cancellationToken).ConfigureAwait(false);
        RoundReport report = new(
            round.Name, inputs, round.Name, tasks.Length, outcome.Episodes.Count, outcome.Failures.Count, kept.Length, candidates.Length - kept.Length, replayed.Length, examples.Count, trained.Losses)
        {
            Collection = round.Collection.Name,
            Judge = judge.Name,
            KeptSeats = kept,
            Rules = FilterSummary.Of(filtered).Rules,
            Checkpoints = checkpoints,
            Failures = outcome.Failures,
            Usage = outcome.Usage,
            Costs = [.. parts.Usage?.Rows.Where(row => row.Stage == round.Collection.Name) ?? []],
        };
        folder.WriteRound(report);
        return report;
    }

    private Task<PlayOutcome> CollectAsync(Round round, IReadOnlyList<SocialTask> tasks, IEpisodeEvaluator judge, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        CollectionPlan collection = round.Collection;
        ModelRef agent = new(options.AgentClient, schedule.Adapter(round, collection.PlaysWith));
        EpisodeOptions episodes = options.Episodes with { Seed = options.Seed };
        IReadOnlyList<EpisodePlan> plans = PlanBuilder.Build(collection.Name, tasks, collection.Seatings, collection.EpisodesPerTask, episodes, agent, options.Environment);
        StageProgress stage = new(progress, round.Name, "play", parts.Usage);
        return new PlayStage(parts.Store, parts.Collector, [judge]).RunAsync(collection.Name, plans, stage, cancellationToken);
    }

    private KeptSeat[] Replay(Round round)
    {
        if (round.ReplayFrom is null || round.ReplaySeats == 0)
        {
            return [];
        }

        KeptSeat[] pool = [.. earlier.First(report => report.Name == round.ReplayFrom).KeptSeats];
        return [.. pool.OrderBy(seat => StableKey.Seed(["replay", Seed(round, "replay").ToString(CultureInfo.InvariantCulture), seat.EpisodeKey, seat.Seat.ToString(CultureInfo.InvariantCulture)])).Take(round.ReplaySeats)];
    }

    private Task<TrainingResult> TrainAsync(Round round, StoredExamples examples, IReadOnlyList<string> broken, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        if (examples.Count == 0)
        {
            string failures = broken.Count == 0 ? "" : $" {broken.Count} episodes broke, the first one so: {broken[0]}.";
            throw new InvalidOperationException($"Round '{round.Name}' kept nothing to learn from.{failures} Look at the judge's ratings and the filter, or collect more episodes.");
        }

        TrainingRequest request = new(folder.TrainingFolder(round.Name), examples)
        {
            StartAdapter = schedule.Adapter(round, round.Start) is { } start ? folder.AdapterFolder(start) : null,
            Seed = Seed(round, "train"),
            MaxSteps = round.MaxSteps,
            Resume = true,
        };
        return parts.Trainer.TrainAsync(request, new StageProgress(progress, round.Name, "train"), cancellationToken);
    }

    private long Seed(Round round, string use) => StableKey.Seed([use, round.Name, options.Seed.ToString(CultureInfo.InvariantCulture)]);

    private string InputsKey(Round round, IReadOnlyList<SocialTask> tasks)
    {
        CollectionPlan collection = round.Collection;
        List<string?> parts = ["round", round.Name, collection.Name, schedule.Adapter(round, collection.PlaysWith), schedule.Adapter(round, round.Start), round.Judge, round.Filter, round.ReplayFrom, options.Environment, round.Checkpoint.Name];
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{collection.EpisodesPerTask} {round.ReplaySeats} {round.MaxSteps} {options.Seed} {options.Episodes.Order} {options.Episodes.MaxTurns} {options.Episodes.MaxStaleTurns}"));
        parts.AddRange(round.LearnFrom);
        parts.AddRange(collection.Seatings.SelectMany(seating => seating.Select(player => player.Role + " " + player.Model).Prepend("|")));
        parts.AddRange(tasks.Select(task => task.Key));
        if (round.Checkpoint == CheckpointChoice.ByEvaluation && evaluation is not null)
        {
            parts.Add($"{evaluation.Plan.Partner.Role} {evaluation.Plan.Partner.Model} {evaluation.Plan.Dimension.Name}");
            parts.AddRange(evaluation.Tasks.Select(task => task.Key));
        }

        parts.AddRange(earlier.Select(report => report.InputsKey));
        return StableKey.Of(parts);
    }
}
