using System.Globalization;
using System.Net;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes an episode as an HTML page.</summary>
internal static class HtmlTranscript
{
    private const string Style = "body{font-family:sans-serif;max-width:50em;margin:2em auto;line-height:1.4}dt{font-weight:bold;margin-top:.6em}li{margin:.3em 0}.private{background:#fff3cd}.event{color:#555;font-style:italic}.failure{color:#a00}";

    public static string Write(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        StringBuilder page = new("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>");
        page.Append(Encode(episode.Task.Environment.Codename.Length > 0 ? episode.Task.Environment.Codename : episode.Key));
        page.Append("</title><style>").Append(Style).Append("</style></head>\n<body>\n").Append(Fragment(episode)).Append("</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>The inside of the page, for reports that show several episodes.</summary>
    public static string Fragment(Episode episode)
    {
        StringBuilder html = new("<dl>\n");
        foreach ((string title, string content) in Transcript.Introduction(episode))
        {
            html.Append("<dt>").Append(Encode(title)).Append("</dt><dd>").Append(Encode(content)).Append("</dd>\n");
        }

        html.Append("</dl>\n<ol>\n");
        foreach (IGrouping<int, TranscriptLine> turn in Transcript.Lines(episode).GroupBy(line => line.Turn))
        {
            html.Append(CultureInfo.InvariantCulture, $"<li value=\"{turn.Key + 1}\">").AppendJoin("<br>", turn.Select(Line)).Append("</li>\n");
        }

        return html.Append("</ol>\n").Append(episode.State.End is { } end ? $"<p>{Encode(end.Text)}</p>\n" : "").ToString();
    }

    private static string Line(TranscriptLine line)
    {
        string text = Encode(line.Text);
        string shown = line.IsPrivate ? $"<span class=\"private\" title=\"private\">{text}</span>"
            : line.Seat is null ? $"<span class=\"event\">{text}</span>"
            : text;
        return line.Failure is { } failure ? $"{shown} <span class=\"failure\">{Encode($"no valid reply: {failure.Kind}: {failure.Message}")}</span>" : shown;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}
