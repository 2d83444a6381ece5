using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes an episode as Markdown.</summary>
internal static class MarkdownTranscript
{
    private const string Special = "\\`*_{}[]()#+-.!|~>:\"'=$^/@";

    public static string Write(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        StringBuilder text = new();
        foreach ((string title, string content) in Transcript.Introduction(episode))
        {
            text.Append("**").Append(Escape(title)).Append("**: ").Append(Escape(content)).Append("\n\n");
        }

        foreach (TranscriptLine line in Transcript.Lines(episode))
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{Escape(line.Title.Replace("#", "", StringComparison.Ordinal))}** ").Append(line.IsPrivate ? "*(private)* " : "").Append(Escape(line.Text));
            text.Append(line.Failure is { } failure ? $" *({Escape($"no valid reply: {failure.Kind}: {failure.Message}")})*" : "").Append('\n');
        }

        return text.Append(episode.State.End is { } end ? $"\n*{Escape(end.Text)}*\n" : "").ToString();
    }

    /// <summary>Escapes every character that Markdown or HTML could read as more than itself; line breaks become <c>&lt;br&gt;</c>.</summary>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        foreach (char c in text)
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '&' => escaped.Append("&amp;"),
                '\n' => escaped.Append("<br>"),
                '\r' => escaped,
                _ when Special.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
