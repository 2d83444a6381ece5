using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CsvHelper;

namespace SotopiaPi;

/// <summary>Writes what a study found, each time as <c>report.html</c>, <c>report.md</c>, <c>table.csv</c> and <c>summary.json</c>.</summary>
internal static class StudyOutput
{
    /// <summary>Writes the four files; each replaces an older one whole.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write<T>(string folder, Report report, T summary, JsonTypeInfo<T> type)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Write(report));
        AtomicFile.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Write(report));
        AtomicFile.Write(Path.Combine(folder, "summary.json"), stream => JsonSerializer.Serialize(stream, summary, type));
        AtomicFile.Write(Path.Combine(folder, "table.csv"), stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, TableFormat.ForPeople with { ValidateFieldCount = false }, leaveOpen: true);
            foreach (ReportTable table in report.Blocks.OfType<ReportTable>())
            {
                csv.WriteRecord(["table", .. table.Columns.Select(column => column.Title)]);
                foreach (IReadOnlyList<string> row in table.Rows)
                {
                    csv.WriteRecord([table.Caption, .. row]);
                }
            }
        });
    }
}
