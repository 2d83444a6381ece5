namespace SotopiaPi;

/// <summary>Writes what a safety study found.</summary>
/// <param name="Rows">The table.</param>
/// <param name="Agreement">How far the labellers agree.</param>
public sealed record SafetyReport(IReadOnlyList<SafetyRow> Rows, IReadOnlyList<LabelAgreement> Agreement)
{
    /// <summary>Sums a study up.</summary>
    /// <param name="episodes">The episodes of all agents.</param>
    /// <returns>The summary.</returns>
    public static SafetyReport Of(IReadOnlyList<SafetyEpisode> episodes) => new(SafetyRow.Of(episodes), SafetyAgreement.Of(episodes));

    /// <summary>Writes <c>report.html</c>, <c>report.md</c>, <c>table.csv</c> and <c>summary.json</c>.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string folder) => StudyOutput.Write(folder, ToReport(), this, StudyReportJson.Default.SafetyReport);

    /// <summary>Makes the report.</summary>
    /// <returns>The report.</returns>
    public Report ToReport()
    {
        List<ReportBlock> blocks = [new ReportParagraph("Labels are given by rules that look for words, by judges, or by hand; read them together with how far they agree. A missing label is counted as missing, never as no.")];
        blocks.Add(Table("Character 1 means harm", SafetyRole.Harm));
        blocks.Add(Table("Character 2 prevents it", SafetyRole.Prevent));
        blocks.Add(Table("Answers to prompts", SafetyRole.Respond));
        blocks.RemoveAll(block => block is ReportTable { Rows.Count: 0 });
        if (Agreement.Count > 0)
        {
            blocks.AddRange([new ReportHeading("How far the labellers agree"), StudyText.Table(Agreement)]);
        }

        return new Report("Safety study", blocks);
    }

    private ReportTable Table(string caption, SafetyRole role) => ReportTable.Of(
        ["agent", "group", "labels", "engaged", "proceeds to injure", "toxic words", "prevents", "different solutions"],
        Rows.Where(row => row.Role == role).Select(row => (IReadOnlyList<string>)new[]
        {
            row.Agent, row.Group, row.Labeller, StudyText.Of(row.Engaged), StudyText.Of(row.Injures), ReportText.Of(row.ToxicWords), StudyText.Of(row.Prevents), ReportText.Of(row.Solutions),
        })) with
    { Caption = caption };
}
