namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Writes what a run leaves behind: the report, the rows, the lines of the leaderboard.</summary>
internal static class BenchmarkFiles
{
    public static IReadOnlyList<string> Write(string folder, BenchmarkResult result, BenchmarkReportOptions options)
    {
        Report report = BenchmarkReport.Of(result, options);
        List<string> files = [];
        Add("report.html", HtmlReport.Write(report));
        Add("report.md", MarkdownReport.Write(report));
        foreach (BenchmarkJudge judge in result.Judges)
        {
            Add($"models_vs_{Plain(result.Partner)}_by_{Plain(judge.Name)}.jsonl", string.Concat(result.Leaderboard(judge.Name).Select(line => line.Write() + "\n")));
        }

        string rows = Path.Combine(folder, "points.jsonl");
        BenchmarkRows.Write(rows, result.Rows);
        files.Add(rows);
        return files;

        void Add(string name, string text)
        {
            string file = Path.Combine(folder, name);
            AtomicFile.WriteAllText(file, text);
            files.Add(file);
        }
    }

    /// <summary>Keeps what is safe in the name of a file.</summary>
    private static string Plain(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' ? character : '-'));
}
