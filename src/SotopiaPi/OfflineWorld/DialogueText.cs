using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>A dialogue of two as its transcript tells it: names, goals, secrets and what was said, read from the text alone.</summary>
/// <param name="Names">The names in the order of the seats.</param>
/// <param name="Goals">The goals in the order of the seats; empty when the text has none.</param>
/// <param name="Secrets">The secrets in the order of the seats; empty when the text has none.</param>
/// <param name="Lines">What the seats did, oldest first; the utterance is <see langword="null"/> when the seat left.</param>
internal sealed partial record DialogueText(string[] Names, string[] Goals, string[] Secrets, IReadOnlyList<(int Seat, string? Utterance)> Lines)
{
    /// <summary>Reads a transcript.</summary>
    /// <returns>The dialogue; <see langword="null"/> when the text does not name two participants.</returns>
    public static DialogueText? Read(string transcript)
    {
        if (ParticipantsLine().Match(transcript) is not { Success: true } participants)
        {
            return null;
        }

        string[] names = [participants.Groups["first"].Value, participants.Groups["second"].Value];
        string[] goals = [.. names.Select(name => LineAfter(transcript, name + "'s goal: "))];
        string[] secrets = [.. names.Select(name => LineAfter(transcript, name + "'s background: ")).Select(AfterSecrets)];
        return new DialogueText(names, goals, secrets, [.. Deeds(transcript, names)]);
    }

    private static IEnumerable<(int Seat, string? Utterance)> Deeds(string transcript, string[] names)
    {
        foreach (Match deed in DeedLine().Matches(transcript))
        {
            int seat = Array.IndexOf(names, deed.Groups["name"].Value);
            if (seat >= 0)
            {
                yield return (seat, deed.Groups["said"] is { Success: true } said ? said.Value : null);
            }
        }
    }

    private static string LineAfter(string text, string start)
    {
        int from = text.IndexOf("\n" + start, StringComparison.Ordinal);
        if (from < 0)
        {
            return "";
        }

        from += start.Length + 1;
        int to = text.IndexOf('\n', from);
        return (to < 0 ? text[from..] : text[from..to]).Trim();
    }

    private static string AfterSecrets(string background) => SecretWords().Match(background) is { Success: true } match ? match.Groups["secret"].Value : "";

    [GeneratedRegex(@"^Participants: (?<first>.+?) and (?<second>.+?)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ParticipantsLine();

    [GeneratedRegex("^(Turn #\\d+: *)?(?<name>[^\\n\":\\[]+?)( \\[private to [^\\]\\n]*\\])? (said: \"(?<said>.*)\"|left the conversation)\\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex DeedLine();

    [GeneratedRegex(@"'s secrets: (?<secret>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex SecretWords();
}
