using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Prints the tables of a study's report and says where its files lie.</summary>
internal static class StudyTables
{
    private static readonly string[] s_files = ["report.html", "report.md", "table.csv", "summary.json"];

    public static void Write(IAnsiConsole console, Report report, string folder)
    {
        foreach (ReportTable table in report.Blocks.OfType<ReportTable>())
        {
            console.WriteLine(table.Caption);
            TableView.Write(console, table);
        }

        console.WriteLine($"Written: {string.Join(", ", s_files.Select(file => Path.Combine(folder, file)))}.");
    }

    /// <summary>Says what could not be played; the table is then about the rest.</summary>
    public static void Write(IAnsiConsole console, string agent, IReadOnlyList<string> failures)
    {
        if (failures.Count > 0)
        {
            console.WriteLine($"{failures.Count} episodes of {agent} could not be played; the same command tries them again. The first one: {failures[0]}");
        }
    }
}
