using System.Text.RegularExpressions;

namespace SotopiaPi.Samples.MultiSeat;

/// <summary>
/// A player that reasons from what it perceived and nothing else: the seer says what it saw, the village believes it, wolves accuse others. It reads the game's sentences as a model
/// would, and draws with the seed of the observation only.
/// </summary>
internal sealed partial class ScriptedPlayer(Observation observation)
{
    private readonly string[] _told = [.. observation.History.Where(message => message.Sender is null).Select(message => message.Text)];

    public static AgentAction Act(Observation observation) => new ScriptedPlayer(observation).Act();

    private AgentAction Act()
    {
        string instruction = _told[^1];
        return !observation.Available.Contains(HiddenRolesGame.Choose) ? AgentAction.Speak(IsNight(instruction) ? $"Let us take {Victim()}." : Accusation())
            : new AgentAction(HiddenRolesGame.Choose, instruction.Contains("victim", StringComparison.Ordinal) ? Victim() : instruction.Contains("see through", StringComparison.Ordinal) ? Unseen() : Suspect());
    }

    private static bool IsNight(string instruction) => instruction.StartsWith("It is night", StringComparison.Ordinal);

    /// <summary>The pack as this player knows it: everybody but wolves is told nothing.</summary>
    private string[] Pack => [.. Present(includesSelf: true).Where(name => _told.Any(text => text.StartsWith("The wolves are", StringComparison.Ordinal) && text.Contains(name, StringComparison.Ordinal)))];

    private string[] Seen(string verdict) => [.. Present().Where(name => _told.Contains($"{name} is {verdict}."))];

    /// <summary>Wolves agree on the victim that was named this night; a player who claims to see is the best one.</summary>
    private string Victim()
    {
        string[] others = [.. Present().Except(Pack)];
        string? named = Named(observation.History.Reverse().Select(message => message.Text).TakeWhile(text => !IsNight(text)).Where(text => text.Contains("Let us take", StringComparison.Ordinal)), others);
        return named ?? Claimants().FirstOrDefault(others.Contains) ?? Drawn(others);
    }

    private string Unseen() => Drawn([.. Present().Except(Seen("a wolf")).Except(Seen("no wolf")).DefaultIfEmpty(Present()[0])]);

    private string Accusation() => Pack.Length > 0 ? $"I suspect {Suspect()}."
        : Seen("a wolf") is [{ } wolf, ..] ? $"I am the seer, and I saw it: {wolf} is a wolf."
        : Seen("no wolf") is [{ } innocent, ..] ? $"I suspect {Suspect()}. I would trust {innocent}."
        : $"I suspect {Suspect()}.";

    private string Suspect()
    {
        string[] candidates = [.. Present().Except(Pack).Except(Seen("no wolf"))];
        string? claimed = Named(observation.History.Where(message => message.Text.Contains("I saw it", StringComparison.Ordinal)).Select(message => message.Text[message.Text.IndexOf("I saw it", StringComparison.Ordinal)..]), candidates);
        return Seen("a wolf").FirstOrDefault() ?? claimed ?? Drawn(candidates.Length > 0 ? candidates : Present());
    }

    /// <summary>Those still there who said that they are the seer.</summary>
    private IEnumerable<string> Claimants() => observation.History
        .Where(message => message.Sender is not null && message.Text.Contains("I am the seer", StringComparison.Ordinal))
        .Select(message => observation.Scene.Participants[message.Sender!.Value.Index].Name)
        .Where(Present().Contains);

    private static string? Named(IEnumerable<string> texts, string[] names) => texts.Select(text => names.FirstOrDefault(name => text.Contains(name, StringComparison.Ordinal))).FirstOrDefault(name => name is not null);

    private string[] Present(bool includesSelf = false)
    {
        HashSet<string> gone = [.. _told.Select(text => Gone().Match(text)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
        return [.. observation.Scene.Participants.Where(other => includesSelf || other.Seat != observation.Seat).Select(other => other.Name).Where(name => !gone.Contains(name))];
    }

    private string Drawn(string[] names) => names[observation.Seed % names.Length];

    [GeneratedRegex(@"(?:took|put) (?<name>.+?)(?: out)?\. It was ", RegexOptions.CultureInvariant)]
    private static partial Regex Gone();
}
