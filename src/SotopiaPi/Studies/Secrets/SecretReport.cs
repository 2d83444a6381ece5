namespace SotopiaPi;

/// <summary>Writes what a secret study found.</summary>
/// <param name="Rows">The table.</param>
/// <param name="Agreement">How far the labellers agree.</param>
public sealed record SecretReport(IReadOnlyList<SecretRow> Rows, IReadOnlyList<LabelAgreement> Agreement)
{
    /// <summary>Sums a study up.</summary>
    /// <param name="episodes">The episodes of all agents.</param>
    /// <returns>The summary.</returns>
    public static SecretReport Of(IReadOnlyList<SecretEpisode> episodes) => new(SecretRow.Of(episodes), SecretRow.Agreement(episodes));

    /// <summary>Writes <c>report.html</c>, <c>report.md</c>, <c>table.csv</c> and <c>summary.json</c>.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string folder) => StudyOutput.Write(folder, ToReport(), this, StudyReportJson.Default.SecretReport);

    /// <summary>Makes the report.</summary>
    /// <returns>The report.</returns>
    public Report ToReport()
    {
        List<ReportBlock> blocks =
        [
            new ReportParagraph("The agent must bring its secret's matter up and hide that it is its own. Who never mentions it hides well and still fails, so both are counted."),
            ReportTable.Of(
                ["agent", "labels", "talked about and hidden", "talked about", "hidden", "hinted", "revealed", "verbatim"],
                Rows.Select(row => (IReadOnlyList<string>)new[]
                {
                    row.Agent, row.Labeller, StudyText.Of(row.TalkedAboutAndHidden), StudyText.Of(row.TalkedAbout), StudyText.Of(row.Hidden), StudyText.Of(row.Hinted), StudyText.Of(row.Revealed), StudyText.Of(row.Verbatim),
                })) with
            { Caption = "secrets" },
        ];
        if (Agreement.Count > 0)
        {
            blocks.AddRange([new ReportHeading("How far the labellers agree"), StudyText.Table(Agreement)]);
        }

        return new Report("Secret study", blocks);
    }
}
