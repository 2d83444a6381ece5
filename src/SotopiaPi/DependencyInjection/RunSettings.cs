using System.Globalization;

namespace SotopiaPi;

/// <summary>Writes down what decides the numbers of a composition, for <c>run.json</c>: with it and the task files a run can be repeated.</summary>
internal static class RunSettings
{
    public static Dictionary<string, string> Of(SotopiaPiOptions options, PromptPack prompts, IReadOnlyList<Round> rounds)
    {
        PipelineOptions pipeline = options.Pipeline;
        EpisodeOptions episodes = pipeline.Episodes;
        Dictionary<string, string> settings = new()
        {
            ["library"] = typeof(RunSettings).Assembly.GetName().Version!.ToString(3),
            ["seed"] = Text($"{pipeline.Seed}"),
            ["prompts"] = $"{prompts.Name} {prompts.Key}",
            ["environment"] = pipeline.Environment,
            ["episodes"] = Text($"{episodes.Order}, {episodes.MaxTurns} turns, {episodes.MaxStaleTurns} stale, {episodes.TurnLimit}, {episodes.Semantics}, omniscient {episodes.Omniscient}, lite {episodes.Lite}, hide unknown {episodes.HideUnknown}, hints {string.Join(' ', episodes.HintTags)}"),
            ["agents"] = Text($"temperature {options.Agents.Temperature}, at most {options.Agents.MaxOutputTokens} tokens, structured {options.Agents.StructuredOutput}"),
            ["rounds"] = string.Join(", ", rounds.Select(round => round.Name)),
        };
        foreach (Round round in rounds)
        {
            settings[$"round {round.Name}"] = Text(round);
        }

        if (pipeline.Evaluation is { } evaluation)
        {
            settings["evaluation"] = Text($"{evaluation.Tasks} tasks, partner {evaluation.Partner.Role} {evaluation.Partner.Model}, every save {evaluation.EverySave}, by {evaluation.Dimension.Name}");
        }

        return settings;
    }

    private static string Text(Round round)
    {
        CollectionPlan collection = round.Collection;
        string players = string.Join(" | ", collection.Seatings.Select(seating => string.Join(" × ", seating.Select(player => player.Model is null ? player.Role : $"{player.Role} {player.Model}"))));
        return Text($"{collection.Name}: {collection.Tasks} tasks × {collection.EpisodesPerTask}, {players}, playing with {Text(collection.PlaysWith)}; starts from {Text(round.Start)}, learns from {string.Join(' ', round.LearnFrom)}, judge {round.Judge ?? "(first)"}, filter {round.Filter ?? "(first)"}, {round.ReplaySeats} seats of {round.ReplayFrom ?? "none"}, steps {round.MaxSteps}, checkpoint {round.Checkpoint}");
    }

    private static string Text(RoundStart start) => start.Round switch { null => "the round before", "" => "the base model", { } name => name };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
