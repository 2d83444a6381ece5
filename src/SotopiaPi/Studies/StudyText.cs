using System.Globalization;

namespace SotopiaPi;

/// <summary>Numbers of studies as text.</summary>
internal static class StudyText
{
    /// <summary>A share in percent with its interval and counts; a dash without cases.</summary>
    public static string Of(Proportion share)
    {
        if (share.Value is not { } value)
        {
            return share.Missing == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"– ({share.Missing} missing)");
        }

        string missing = share.Missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {share.Missing} missing");
        return string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} % [{100 * share.Low:0.0}, {100 * share.High:0.0}] ({share.Successes}/{share.Count}{missing})");
    }

    /// <summary>The table of how far labellers agree.</summary>
    public static ReportTable Table(IReadOnlyList<LabelAgreement> rows) => ReportTable.Of(
        ["labeller", "and", "label", "agree", "κ"],
        rows.Select(row => (IReadOnlyList<string>)new[] { row.First, row.Second, row.Label, Of(row.Agreeing), ReportText.Of(row.Kappa, 3) })) with
    { Caption = "agreement of labellers" };
}
