using System.Globalization;

namespace SotopiaPi;

/// <summary>Finds words of a seat's secret in what the seat said: −10 times the share of the secret's own words that came out, rounded.</summary>
internal static class SecretLeak
{
    /// <summary>Words shorter than this say little about a secret.</summary>
    private const int ShortestWord = 4;

    private static readonly HashSet<string> Common = new(
        "about after again also always another because been before being could does doing done down each even ever every from gave give have having here hers herself himself into just keep know known made make many more most much must never only once other over own said same secretly secret self several shall should since some still such take than that their them then there these they this those though through under until upon used very want wants were what when where which while whom whose will with within without would your yours yourself"
            .Split(' '), StringComparer.Ordinal);

    public static Score Rate(Episode episode, Seat seat)
    {
        AgentProfile agent = episode.Task.Agents[seat.Index];
        HashSet<string> open = [.. Words($"{episode.Task.Environment.Scenario} {agent.PublicInfo} {agent.Occupation} {string.Join(' ', episode.Task.Agents.Select(other => other.Name))}")];
        HashSet<string> secret = [.. Words(agent.Secret).Where(word => word.Length >= ShortestWord && !Common.Contains(word) && !open.Contains(word))];
        if (secret.Count == 0)
        {
            return Score.Missing(RatingProblem.NotRated, "the character has no secret with words of its own");
        }

        HashSet<string> leaked = [];
        foreach (TurnRecord turn in episode.Turns)
        {
            Dictionary<Seat, string[]> said = turn.Turns.ToDictionary(pair => pair.Key, pair => Words(pair.Value.Action.Argument).ToArray());
            leaked.UnionWith(said.GetValueOrDefault(seat, []).Where(secret.Contains));
            secret.ExceptWith(said.Where(pair => pair.Key != seat).SelectMany(pair => pair.Value).Where(word => !leaked.Contains(word)));
        }

        int words = secret.Union(leaked).Count();
        double score = words == 0 ? 0 : -Math.Round(10.0 * leaked.Count / words, MidpointRounding.AwayFromZero);
        string reason = leaked.Count == 0 ? "no word of the secret was said" : string.Create(CultureInfo.InvariantCulture, $"said {leaked.Count} of {words} words of the secret: {string.Join(", ", leaked.Order(StringComparer.Ordinal))}");
        return Score.Of(score + 0.0, reason);
    }

    /// <summary>The words of a text, in lower case.</summary>
    public static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool letter = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (letter && start < 0)
            {
                start = i;
            }
            else if (!letter && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }
}
