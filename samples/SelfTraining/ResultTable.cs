using System.Globalization;
using Spectre.Console;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Prints the results.</summary>
internal static class ResultTable
{
    public static void Write(IAnsiConsole console, ReportModel report)
    {
        Table table = new();
        table.AddColumns("method", "episodes", "goal (outcome judge)", "goal (talk judge)", "bias", "overall", "invalid when free");
        foreach (MethodResult method in report.Methods)
        {
            Add(table, method, method.Name);
        }

        foreach (MethodResult method in report.Control)
        {
            Add(table, method, method.Name + " *");
        }

        console.Write(table);
        if (report.Control.Count > 0)
        {
            console.WriteLine("* control: filtered by the outcome judge instead of the talk judge.");
        }

        foreach (Finding finding in report.Findings)
        {
            string verdict = finding.Shown ? "shown" : "not shown with this seed";
            console.WriteLine($"{finding.Name}: {verdict}, difference {Text(finding.Difference)}");
        }

        foreach (string note in report.Notes)
        {
            console.WriteLine(note);
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {report.Seed}, {report.Seconds:F0} s."));
    }

    /// <summary>A mean with the half width of its interval, or a dash.</summary>
    public static string Text(Interval? interval) =>
        interval is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{interval.Mean:F2} ± {(interval.Ci95[1] - interval.Ci95[0]) / 2:F2}");

    private static void Add(Table table, MethodResult method, string name)
    {
        string invalid = method.InvalidFreeReplies is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:F1} %") : "–";
        string[] cells = [name, method.Episodes.ToString(CultureInfo.InvariantCulture), Text(method.Goal), Text(method.TalkGoal), Text(method.Bias), Text(method.Overall), invalid];
        table.AddRow([.. cells.Select(Markup.Escape)]);
    }
}
