namespace SotopiaPi;

/// <summary>Adds up what collections need.</summary>
internal sealed class CollectionEstimate(IReadOnlyDictionary<string, string> models, PriceList prices, EstimateAssumptions assumptions)
{
    private const string JudgeRole = "judge";
    private const string HeldOutStage = "held-out";
    private readonly List<CostRow> _rows = [];
    private double _episodes;
    private double _playSeconds;

    public void Add(CollectionPlan collection)
    {
        double each = (double)collection.Tasks * collection.EpisodesPerTask;
        foreach (IReadOnlyList<Player> seating in collection.Seatings)
        {
            _episodes += each;
            foreach (IGrouping<string, Player> role in seating.GroupBy(player => player.Role))
            {
                AddPlay(collection.Name, role.Key, each * assumptions.TurnsPerEpisode * role.Count() / seating.Count);
            }

            AddJudge(collection.Name, each, seating.Count);
        }
    }

    /// <summary>Adds the evaluations: of the base model, and of one or every saved adapter of each round.</summary>
    public void Add(EvaluationPlan evaluation, IReadOnlyList<Round> rounds)
    {
        double models = 1 + rounds.Sum(round => evaluation.EverySave || round.Checkpoint == CheckpointChoice.ByEvaluation ? assumptions.Epochs : 1);
        int seats = rounds.Select(round => round.Collection.Seatings[0].Count).DefaultIfEmpty(2).Max();
        double episodes = models * evaluation.Tasks * seats;
        double calls = episodes * assumptions.TurnsPerEpisode / seats;
        _episodes += episodes;
        AddPlay(HeldOutStage, Player.AgentRole, calls);
        AddPlay(HeldOutStage, evaluation.Partner.Role, calls * (seats - 1));
        AddJudge(HeldOutStage, episodes, seats);
    }

    public RunEstimate Result(IReadOnlyList<Round> rounds)
    {
        double tokens = rounds.Sum(TrainingTokens);
        double seconds = _playSeconds + (tokens / assumptions.TrainingTokensPerSecond);
        double disk = assumptions.BytesOfModel + (_episodes * assumptions.BytesPerEpisode) + (rounds.Count * assumptions.Epochs * assumptions.BytesPerCheckpoint);
        CostRow[] rows = [.. _rows.GroupBy(row => (row.Stage, row.Role, row.Model)).Select(Sum)];
        return new RunEstimate(rows, tokens, seconds / 3600, disk, prices.Currency);
    }

    private double MeanPromptTokens => assumptions.FirstPromptTokens + (assumptions.TokensPerTurn * (assumptions.TurnsPerEpisode - 1) / 2);

    private void AddPlay(string stage, string role, double calls)
    {
        (double input, double output) = (calls * MeanPromptTokens, calls * assumptions.TokensPerTurn);
        Add(stage, role, calls, input, output);
        if (role == Player.AgentRole && models.ContainsKey(role))
        {
            _playSeconds += (input / assumptions.PromptTokensPerSecond) + (output / assumptions.AnswerTokensPerSecond);
        }
    }

    private void AddJudge(string stage, double episodes, int seats) => Add(
        stage,
        JudgeRole,
        episodes,
        episodes * (assumptions.JudgeQuestionTokens + (assumptions.TurnsPerEpisode * assumptions.TokensPerTurn)),
        episodes * seats * assumptions.JudgeAnswerTokens);

    private void Add(string stage, string role, double calls, double input, double output)
    {
        if (models.TryGetValue(role, out string? model))
        {
            decimal? cost = prices.Find(model)?.Of((long)input, 0, (long)output);
            _rows.Add(new CostRow(stage, role, model, (long)calls, (long)input, 0, (long)output, cost));
        }
    }

    /// <summary>A kept seat gives an example for each of its turns: its prompt and its answer.</summary>
    private double TrainingTokens(Round round)
    {
        CollectionPlan collection = round.Collection;
        double seats = collection.Seatings.Sum(seating => seating.Count(player => round.LearnFrom.Contains(player.Role)) * (double)collection.Tasks * collection.EpisodesPerTask);
        double turns = assumptions.TurnsPerEpisode / collection.Seatings[0].Count;
        return seats * assumptions.KeptShare * turns * (MeanPromptTokens + assumptions.TokensPerTurn) * assumptions.Epochs;
    }

    private static CostRow Sum(IGrouping<(string Stage, string Role, string Model), CostRow> rows) => new(
        rows.Key.Stage, rows.Key.Role, rows.Key.Model, rows.Sum(row => row.Calls), rows.Sum(row => row.InputTokens), 0, rows.Sum(row => row.OutputTokens),
        rows.Any(row => row.Cost is not null) ? rows.Sum(row => row.Cost ?? 0) : null);
}
