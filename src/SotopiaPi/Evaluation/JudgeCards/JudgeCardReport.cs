namespace SotopiaPi;

/// <summary>Writes a judge card as a report.</summary>
internal static class JudgeCardReport
{
    public static Report Of(JudgeCard card)
    {
        string goal = SocialDimension.Goal.Name;
        string shown = card.Effects.Any(effect => effect.Score == goal) ? goal : JudgeCard.Overall;
        JudgeEffect[] effects = [.. card.Effects.Where(effect => effect.Score == shown)];
        string[] caught = [.. effects.Where(effect => effect.IsSignificant).Select(effect => $"{effect.Perturbation} ({ReportText.Of(effect.Difference)})")];
        string verdict = caught.Length == 0
            ? $"None of these changes moves the {shown} score of '{card.Judge}' significantly."
            : $"Beside the outcome, the {shown} score of '{card.Judge}' is moved by {string.Join(", ", caught)}.";
        BarChart chart = new()
        {
            Title = $"What moves the {shown} score of '{card.Judge}'",
            YLabel = "changed − original",
            Categories = [.. effects.Select(effect => effect.Perturbation)],
            Series = [new BarSeries(shown, [.. effects.Select(effect => effect.Difference)])],
        };
        ReportTable table = ReportTable.Of(
            ["change", "score", "difference", "n", "p", "p adjusted"],
            card.Effects.Select(effect => (IReadOnlyList<string>)[effect.Perturbation, effect.Score, ReportText.Of(effect.Difference), ReportText.CountOf(effect.Difference), ReportText.OfP(effect.PValue), ReportText.OfP(effect.AdjustedPValue)]));
        return new Report($"Judge card: {card.Judge}",
        [
            new ReportParagraph(verdict) { IsWarning = caught.Length > 0 },
            new ReportChart(chart, "Changes that leave the outcome alone; a judge of outcomes stays at 0. Lines are confidence intervals."),
            table with { Caption = "Mean differences with intervals; n counts episodes; p adjusted by Holm's method over the whole table." },
        ])
        {
            Subtitle = FormattableString.Invariant($"{card.Episodes} episodes"),
        };
    }
}
