namespace SotopiaPi;

/// <summary>Writes agreements as a table of a report.</summary>
internal static class JudgeAgreementTable
{
    public static ReportTable Of(IEnumerable<JudgeAgreement> agreements) => ReportTable.Of(
        ["judge", "agent", "score", "bias", "Pearson", "p", "Spearman", "p", "MSE", "seats"],
        agreements.Select(agreement => (IReadOnlyList<string>)
        [
            agreement.Judge,
            agreement.Model,
            agreement.Measure.Label,
            ReportText.Of(agreement.Bias),
            Coefficient(agreement.Pearson),
            ReportText.OfP(agreement.Pearson?.PValue),
            Coefficient(agreement.Spearman),
            ReportText.OfP(agreement.Spearman?.PValue),
            ReportText.Of(agreement.MeanSquaredError),
            agreement.Pearson is { } pearson ? FormattableString.Invariant($"{pearson.Count} of {pearson.Count + agreement.Bias.Missing}") : ReportText.CountOf(agreement.Bias),
        ])) with
    { Caption = "bias: judge − reference with its 95 % interval over episodes. Correlations with their 95 % intervals; – where one side is constant or fewer than two seats have both scores." };

    private static string Coefficient(CorrelationResult? result) =>
        result?.Low is { } low && result.High is { } high ? $"{ReportText.Of(result.Coefficient)} ({ReportText.Of(low)} to {ReportText.Of(high)})" : ReportText.Of(result?.Coefficient);
}
