using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes a report as one HTML page: no scripts, no files beside it, readable on a phone, in print, in light and dark.</summary>
public static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark;--back:#fff;--text:#1c1c1e;--soft:#6b6b70;--line:#d9d9de;--raised:#f5f5f7;--warn:#fff4d6;--seat0:#2a78c8;--seat1:#d1570a;--seat2:#0a8f6b;--seat3:#b8578f}
        @media (prefers-color-scheme:dark){:root{--back:#151517;--text:#e9e9ec;--soft:#9d9da3;--line:#38383d;--raised:#1f1f23;--warn:#3a3016}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.2rem 1rem 4rem;max-width:62rem;background:var(--back);color:var(--text);font:16px/1.55 sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0}h2{font-size:1.25rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
        .subtitle,figcaption,caption,.remark{color:var(--soft);font-size:.9rem}caption,figcaption{text-align:left;padding:.3rem 0}
        .warning{background:var(--warn);padding:.6rem .9rem;border-radius:.4rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.92rem}th,td{padding:.35rem .8rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:normal}th{border-bottom-width:2px}
        th.number,td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        figure{margin:1.2rem 0}svg{max-width:100%;height:auto;display:block}
        .dialogues{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1rem;margin:1rem 0}
        .dialogue{background:var(--raised);border-radius:.6rem;padding:.8rem 1rem}.dialogue h3{margin:0 0 .4rem;font-size:1.02rem}.dialogue ul{padding-left:1.1rem;margin:.4rem 0;font-size:.88rem;color:var(--soft)}
        .line{margin:.45rem 0;padding-left:.6rem;border-left:3px solid var(--line)}.line b{display:block;font-size:.82rem;font-weight:600}.line i{color:var(--soft)}
        .s0{border-color:var(--seat0)}.s1{border-color:var(--seat1)}.s2{border-color:var(--seat2)}.s3{border-color:var(--seat3)}
        details{margin:.8rem 0}summary{cursor:pointer}
        @media print{:root{color-scheme:light;--back:#fff;--text:#000;--soft:#444;--line:#bbb;--raised:#fff}body{max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}figure,tr,.line{break-inside:avoid}.dialogue{border:1px solid var(--line)}}
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The page.</returns>
    public static string Write(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder html = new("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Encode(report.Title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{Encode(report.Title)}</h1>\n");
        if (report.Subtitle.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"subtitle\">{Encode(report.Subtitle)}</p>\n");
        }

        Append(html, report.Blocks);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, IEnumerable<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case ReportHeading heading: html.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(heading.Text)}</h2>\n"); break;
                case ReportParagraph paragraph: html.Append(CultureInfo.InvariantCulture, $"<p{(paragraph.IsWarning ? " class=\"warning\"" : "")}>{Encode(paragraph.Text)}</p>\n"); break;
                case ReportList list: AppendList(html, list.Items); break;
                case ReportTable table: AppendTable(html, table); break;
                case ReportChart chart: AppendChart(html, chart); break;
                case ReportDialogues dialogues: AppendDialogues(html, dialogues); break;
                case ReportDetails details:
                    html.Append(CultureInfo.InvariantCulture, $"<details>\n<summary>{Encode(details.Summary)}</summary>\n");
                    Append(html, details.Blocks);
                    html.Append("</details>\n");
                    break;
                default: throw new NotSupportedException($"A report has no way to show a {block.GetType().Name} in HTML.");
            }
        }
    }

    private static void AppendList(StringBuilder html, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            html.Append("<ul>\n").AppendJoin("", items.Select(item => $"<li>{Encode(item)}</li>\n")).Append("</ul>\n");
        }
    }

    private static void AppendTable(StringBuilder html, ReportTable table)
    {
        html.Append("<div class=\"scroll\"><table>\n").Append(table.Caption.Length > 0 ? $"<caption>{Encode(table.Caption)}</caption>\n" : "").Append("<thead><tr>");
        html.AppendJoin("", table.Columns.Select(column => $"<th scope=\"col\"{Class(column)}>{Encode(column.Title)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            html.Append("<tr>").AppendJoin("", table.Columns.Zip(row, (column, cell) => $"<td{Class(column)}>{Encode(cell)}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void AppendChart(StringBuilder html, ReportChart chart)
    {
        html.Append("<figure>\n").Append(chart.Chart.ToSvg());
        html.Append(chart.Caption.Length > 0 ? $"<figcaption>{Encode(chart.Caption)}</figcaption>\n" : "").Append("</figure>\n");
    }

    private static void AppendDialogues(StringBuilder html, ReportDialogues dialogues)
    {
        html.Append("<div class=\"dialogues\">\n");
        foreach (ReportDialogue dialogue in dialogues.Dialogues)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section class=\"dialogue\">\n<h3>{Encode(dialogue.Title)}</h3>\n");
            AppendList(html, dialogue.Facts);
            foreach (ReportLine line in dialogue.Lines)
            {
                string seat = line.Seat is { } known ? $" s{known.Index % 4}" : "";
                string text = line.IsSpeech ? Encode(line.Text) : $"<i>{Encode(line.Text)}</i>";
                string remark = line.Remark.Length > 0 ? $" <span class=\"remark\">({Encode(line.Remark)})</span>" : "";
                html.Append(CultureInfo.InvariantCulture, $"<div class=\"line{seat}\">{(line.Speaker.Length > 0 ? $"<b>{Encode(line.Speaker)}</b>" : "")}{text}{remark}</div>\n");
            }

            AppendList(html, dialogue.Notes);
            html.Append("</section>\n");
        }

        html.Append("</div>\n");
    }

    private static string Class(ReportColumn column) => column.IsNumeric ? " class=\"number\"" : "";

    private static string Encode(string text) => ReportText.Encode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}
