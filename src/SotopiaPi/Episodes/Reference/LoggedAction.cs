using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Reads the words of an action in a log back, in the layout of any version.</summary>
internal static partial class LoggedAction
{
    public static AgentAction Read(string text, IReadOnlyList<string> names) => TryRead(text, names)
        ?? throw new RecordFormatException("messages", $"found the action \"{(text.Length > 60 ? text[..60] + "…" : text)}\", wanted words like said: \"…\" or [action] …");

    /// <summary>The action; <see langword="null"/> when the words are not those of one.</summary>
    public static AgentAction? TryRead(string text, IReadOnlyList<string> names)
    {
        IReadOnlyList<Seat> recipients = [];
        string words = text.StartsWith(' ') ? text[1..] : text;
        if (Private().Match(words) is { Success: true } match)
        {
            IEnumerable<string> addressed = match.Groups["names"] is { Success: true } list ? PythonNames(list.Value) : match.Groups["plain"].Value.Split(", ");
            recipients = [.. addressed.Select(name => SeatNames.Find(name, names))];
            words = words[match.Length..];
        }

        return Plain(words) is { } action ? action with { Recipients = recipients } : null;
    }

    private static AgentAction? Plain(string words)
    {
        if (words is "did nothing" or "left the conversation")
        {
            return words == "did nothing" ? AgentAction.None : AgentAction.Leave;
        }

        if (words.StartsWith("said: \"", StringComparison.Ordinal) && words.EndsWith('"') && words.Length > "said: \"".Length)
        {
            return AgentAction.Speak(words["said: \"".Length..^1]);
        }

        Match kind = Kind().Match(words);
        return kind.Success ? new AgentAction(new ActionType(kind.Groups["kind"].Value), words[kind.Length..]) : null;
    }

    private static IEnumerable<string> PythonNames(string list) => Quoted().Matches(list).Select(match => match.Groups["single"] is { Success: true } single ? single.Value : match.Groups["double"].Value);

    [GeneratedRegex(@"^\[private to (?:\[(?<names>[^\]]*)\]\]  |(?<plain>[^\[\]]+)\] )", RegexOptions.CultureInvariant)]
    private static partial Regex Private();

    [GeneratedRegex(@"^\[(?<kind>[^\]]+)\] ", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    [GeneratedRegex("'(?<single>[^']*)'|\"(?<double>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
