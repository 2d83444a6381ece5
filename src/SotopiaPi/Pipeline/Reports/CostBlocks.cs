using System.Globalization;

namespace SotopiaPi;

/// <summary>The part of a report that tells what was paid.</summary>
public static class CostBlocks
{
    /// <summary>Tells calls, tokens and money by stage, role and model.</summary>
    /// <param name="usage">The ledger; <see langword="null"/> when nobody counts.</param>
    /// <returns>The blocks; none without a ledger or calls.</returns>
    public static IEnumerable<ReportBlock> Of(UsageLedger? usage)
    {
        if (usage is null || usage.Rows.Count == 0)
        {
            return [];
        }

        string[] columns = ["stage", "role", "model", "calls", "tokens in", "of them cached", "tokens out", "cost, " + usage.Currency];
        return [new ReportHeading("Costs"), ReportTable.Of(columns, usage.Rows.Append(usage.Total with { Stage = "all" }).Select(Row))];
    }

    private static IReadOnlyList<string> Row(CostRow row) =>
    [
        row.Stage, row.Role, row.Model, Text(row.Calls), Text(row.InputTokens), Text(row.CachedInputTokens), Text(row.OutputTokens), row.Cost is { } cost ? cost.ToString("0.00##", CultureInfo.InvariantCulture) : "–",
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
