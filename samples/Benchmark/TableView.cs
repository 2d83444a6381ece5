using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Prints a table of a report on the terminal.</summary>
internal static class TableView
{
    public static void Write(IAnsiConsole console, ReportTable table)
    {
        Table view = new();
        foreach (ReportColumn column in table.Columns)
        {
            view.AddColumn(new TableColumn(Markup.Escape(column.Title)) { Alignment = column.IsNumeric ? Justify.Right : Justify.Left });
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            view.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(view);
    }
}
