using System.Globalization;
using SeatScores = System.Collections.Generic.IReadOnlyDictionary<SotopiaPi.Seat, System.Collections.Generic.IReadOnlyDictionary<SotopiaPi.SocialDimension, SotopiaPi.Score>>;

namespace SotopiaPi;

/// <summary>
/// Reads a judge's reply, in time linear in its length: JSON anywhere in the text, with seats under <c>agent_1</c>, <c>agent_1_evaluation</c> or the character's
/// name, inside <c>evaluations</c> or bare; a score as <c>{"reasoning", "score"}</c>, as <c>["reasoning", score]</c> or as a number.
/// </summary>
internal sealed class JudgeReply(string text, IReadOnlyList<SocialDimension> dimensions, IReadOnlyList<string> names)
{
    private const string EndOfThoughts = "</think>";

    /// <summary>The scores of every seat; each one is a value or a problem.</summary>
    public SeatScores Read()
    {
        int end = text.LastIndexOf(EndOfThoughts, StringComparison.OrdinalIgnoreCase);
        string answer = end < 0 ? text : text[(end + EndOfThoughts.Length)..];
        string[][] keys = [.. Enumerable.Range(0, names.Count).Select(KeysOf)];
        SeatScores? best = null;
        int most = -1;
        foreach (Dictionary<string, object?> members in new LenientJson(answer).Objects().Where(members => keys.Any(key => key.Any(members.ContainsKey))))
        {
            SeatScores scores = ReadSeats(members, keys);
            int rated = scores.Values.Sum(seat => seat.Values.Count(score => score.Value is not null));
            (best, most) = rated >= most ? (scores, rated) : (best, most);
        }

        return best ?? All(_ => Score.Missing(RatingProblem.Parse, $"the reply holds no complete JSON object with the keys {string.Join(", ", Enumerable.Range(0, names.Count).Select(index => AgentKeys.Of(new Seat(index))))}", text));
    }

    /// <summary>The same score for every seat and dimension.</summary>
    public SeatScores All(Func<SocialDimension, Score> score) =>
        Enumerable.Range(0, names.Count).ToDictionary(index => new Seat(index), _ => (IReadOnlyDictionary<SocialDimension, Score>)dimensions.ToDictionary(dimension => dimension, score));

    private string[] KeysOf(int index)
    {
        string key = AgentKeys.Normalize(AgentKeys.Of(new Seat(index)));
        string name = AgentKeys.Normalize(names[index]);
        bool unique = name.Length > 0 && names.Count(other => AgentKeys.Normalize(other) == name) == 1;
        return unique ? [key, key + "evaluation", name] : [key, key + "evaluation"];
    }

    private Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> ReadSeats(Dictionary<string, object?> members, string[][] keys)
    {
        Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> seats = [];
        for (int index = 0; index < keys.Length; index++)
        {
            object? value = keys[index].Where(members.ContainsKey).Select(key => Unwrap(members[key])).FirstOrDefault();
            Dictionary<string, object?>? rated = value as Dictionary<string, object?>;
            string missing = $"the reply has no ratings of {AgentKeys.Of(new Seat(index))} ({names[index]})";
            seats.Add(new Seat(index), dimensions.ToDictionary(
                dimension => dimension,
                dimension => rated is null ? Score.Missing(RatingProblem.Absent, missing, Shown(value)) : ReadScore(rated, dimension, index)));
        }

        return seats;
    }

    private static Score ReadScore(Dictionary<string, object?> rated, SocialDimension dimension, int index)
    {
        string place = $"{dimension.Name} of {AgentKeys.Of(new Seat(index))}";
        if (!rated.TryGetValue(AgentKeys.Normalize(dimension.Name), out object? value) || Unwrap(value) is not { } given)
        {
            return Score.Missing(RatingProblem.Absent, $"the reply has no {place}");
        }

        (object? score, object? reason) = given switch
        {
            Dictionary<string, object?> parts => (parts.GetValueOrDefault("score"), parts.GetValueOrDefault("reasoning") ?? parts.GetValueOrDefault("reason")),
            List<object?> { Count: 2 } pair => (pair[1], pair[0]),
            _ => (given, null),
        };
        if (Number(score) is not { } number)
        {
            string swapped = given is List<object?> { Count: 2 } list && Number(list[0]) is not null ? "; score and reasoning are swapped" : "";
            return Score.Missing(RatingProblem.Parse, $"{place} is {Shown(given)}{swapped}; wanted {Wanted(dimension)}", Shown(given));
        }

        return number < dimension.Minimum || number > dimension.Maximum
            ? Score.Missing(RatingProblem.OutOfRange, $"{place} is {number.ToString(CultureInfo.InvariantCulture)}; wanted {Wanted(dimension)}", Shown(given))
            : Score.Of(number, reason is string words ? words : null);
    }

    private static string Wanted(SocialDimension dimension) => double.IsFinite(dimension.Minimum) && double.IsFinite(dimension.Maximum)
        ? FormattableString.Invariant($"a number from {dimension.Minimum} to {dimension.Maximum}")
        : "a number";

    private static double? Number(object? value)
    {
        string? digits = value switch { Bare bare => bare.Text, string words => words.Trim(), _ => null };
        return double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }

    /// <summary>Takes the value out of a wrapper <c>{"value": …}</c>, as the reference does; a bare null is nothing.</summary>
    private static object? Unwrap(object? value)
    {
        for (int depth = 0; depth < 64 && value is Dictionary<string, object?> { Count: 1 } only && only.TryGetValue("value", out object? inner); depth++)
        {
            value = inner;
        }

        return value is Bare { Text: "null" or "None" } ? null : value;
    }

    private static string Shown(object? value) => value switch
    {
        null => "nothing",
        string words => $"\"{Cut(words)}\"",
        Bare bare => Cut(bare.Text),
        List<object?> list => $"[{string.Join(", ", list.Take(4).Select(Shown))}]",
        Dictionary<string, object?> members => $"{{{string.Join(", ", members.Take(4).Select(member => $"{Cut(member.Key)}: {Shown(member.Value is Dictionary<string, object?> or List<object?> ? "…" : member.Value)}"))}}}",
        _ => "something else",
    };

    private static string Cut(string words) => words.Length > 80 ? words[..80] + "…" : words;
}
