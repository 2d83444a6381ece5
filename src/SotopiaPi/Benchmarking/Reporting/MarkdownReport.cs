using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes a report as Markdown. Charts are named, not drawn: Markdown cannot hold them.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the text.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The Markdown text.</returns>
    public static string Write(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {Escape(report.Title)}\n\n");
        text.Append(report.Subtitle.Length > 0 ? $"{Escape(report.Subtitle)}\n\n" : "");
        Append(text, report.Blocks);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case ReportHeading heading: text.Append(CultureInfo.InvariantCulture, $"## {Escape(heading.Text)}\n\n"); break;
                case ReportParagraph paragraph: text.Append(CultureInfo.InvariantCulture, $"{(paragraph.IsWarning ? "> " : "")}{Escape(paragraph.Text)}\n\n"); break;
                case ReportList list: AppendList(text, list.Items); break;
                case ReportTable table: AppendTable(text, table); break;
                case ReportChart chart: text.Append(CultureInfo.InvariantCulture, $"*Chart in the HTML report: {Escape(chart.Chart.Title)}. {Escape(chart.Caption)}*\n\n"); break;
                case ReportDialogues dialogues: AppendDialogues(text, dialogues); break;
                case ReportDetails details:
                    text.Append(CultureInfo.InvariantCulture, $"**{Escape(details.Summary)}**\n\n");
                    Append(text, details.Blocks);
                    break;
                default: throw new NotSupportedException($"A report has no way to show a {block.GetType().Name} in Markdown.");
            }
        }
    }

    private static void AppendList(StringBuilder text, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            text.AppendJoin("", items.Select(item => $"- {Escape(item)}\n")).Append('\n');
        }
    }

    private static void AppendTable(StringBuilder text, ReportTable table)
    {
        text.Append(table.Caption.Length > 0 ? $"{Escape(table.Caption)}\n\n" : "");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(column => Escape(column.Title))).Append(" |\n|");
        text.AppendJoin("", table.Columns.Select(column => column.IsNumeric ? "---:|" : "---|")).Append('\n');
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => IsNumber(cell) ? cell : Escape(cell))).Append(" |\n");
        }

        text.Append('\n');
    }

    private static void AppendDialogues(StringBuilder text, ReportDialogues dialogues)
    {
        foreach (ReportDialogue dialogue in dialogues.Dialogues)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{Escape(dialogue.Title)}**\n\n");
            AppendList(text, dialogue.Facts);
            text.AppendJoin("", dialogue.Lines.Select(line => $"- {(line.Speaker.Length > 0 ? $"**{Escape(line.Speaker)}** " : "")}{Escape(line.Text)}{(line.Remark.Length > 0 ? $" ({Escape(line.Remark)})" : "")}\n")).Append('\n');
            AppendList(text, dialogue.Notes);
        }
    }

    /// <summary>Numbers mean nothing else in Markdown, so they stay readable in the text itself.</summary>
    private static bool IsNumber(string text) => text.All(c => char.IsAsciiDigit(c) || c is ' ' or '.' or '−' or '–' or '±' or '%');

    private static string Escape(string text) => MarkdownTranscript.Escape(text);
}
