using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>What a run will need before anything is spent: calls, tokens, money, GPU hours and disk, for the largest course that the rounds allow.</summary>
/// <param name="Rows">The calls by collection, role and model; scripted roles are left out.</param>
/// <param name="TrainingTokens">The tokens trained on, all epochs of all rounds together.</param>
/// <param name="GpuHours">The hours of one GPU for training, and for the play of the model being trained.</param>
/// <param name="DiskBytes">The bytes on disk: episodes, checkpoints, base model.</param>
/// <param name="Currency">The currency of the costs.</param>
public sealed record RunEstimate(IReadOnlyList<CostRow> Rows, double TrainingTokens, double GpuHours, double DiskBytes, string Currency)
{
    /// <summary>Gets the money of all models with a price; models without one are named in <see cref="ToText"/>.</summary>
    public decimal Cost => Rows.Sum(row => row.Cost ?? 0);

    /// <summary>Estimates a run.</summary>
    /// <param name="rounds">The rounds.</param>
    /// <param name="models">The model of each role, as the price list names it; a role that is not there is scripted and costs nothing. The role <c>judge</c> rates.</param>
    /// <param name="prices">The prices; <see langword="null"/> for none.</param>
    /// <param name="assumptions">What is assumed; <see langword="null"/> for the defaults.</param>
    /// <param name="evaluation">How models are evaluated on held-out tasks; <see langword="null"/> for not at all. The base model and each round's adapter are counted.</param>
    /// <returns>The estimate. Rounds that share a collection play it once.</returns>
    public static RunEstimate Of(IReadOnlyList<Round> rounds, IReadOnlyDictionary<string, string> models, PriceList? prices = null, EstimateAssumptions? assumptions = null, EvaluationPlan? evaluation = null)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        ArgumentNullException.ThrowIfNull(models);
        CollectionEstimate collections = new(models, prices ?? PriceList.None, assumptions ?? new EstimateAssumptions());
        foreach (CollectionPlan collection in rounds.Select(round => round.Collection).DistinctBy(collection => collection.Name))
        {
            collections.Add(collection);
        }

        if (evaluation is not null)
        {
            collections.Add(evaluation, rounds);
        }

        return collections.Result(rounds);
    }

    /// <summary>Writes the estimate as a table.</summary>
    /// <returns>Lines of text.</returns>
    public string ToText()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"stage",-16}{"role",-10}{"model",-36}{"calls",9}{"tokens in",15}{"tokens out",14}{"cost " + Currency,12}");
        foreach (CostRow row in Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Stage,-16}{row.Role,-10}{row.Model,-36}{row.Calls,9:N0}{row.InputTokens,15:N0}{row.OutputTokens,14:N0}{(row.Cost is { } cost ? cost.ToString("N2", CultureInfo.InvariantCulture) : "no price"),12}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"all calls       {Rows.Sum(row => row.Calls):N0} calls, {Rows.Sum(row => row.InputTokens):N0} tokens in, {Rows.Sum(row => row.OutputTokens):N0} out, {Cost:N2} {Currency}");
        text.AppendLine(CultureInfo.InvariantCulture, $"training        {TrainingTokens:N0} tokens, all epochs");
        text.AppendLine(CultureInfo.InvariantCulture, $"GPU             {GpuHours:N1} hours of one GPU");
        text.AppendLine(CultureInfo.InvariantCulture, $"disk            {DiskBytes / 1e9:N1} GB");
        return text.ToString();
    }
}
