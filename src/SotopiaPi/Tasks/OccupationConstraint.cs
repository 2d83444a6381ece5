using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The occupations allowed in the seats of a situation: the data write <c>[['student', 'teacher'], ['nurse']]</c>, <c>[[], ['park_ranger']]</c> or <c>nan</c>.</summary>
/// <param name="Occupations">The occupations of each seat in order; an empty list allows any.</param>
public sealed partial record OccupationConstraint(IReadOnlyList<IReadOnlyList<string>> Occupations)
{
    private static readonly string[] AnyWords = ["any", "nan", "none", "null"];

    /// <summary>Reads a constraint. One list for several seats holds for each of them; a flat list gives one occupation to each seat.</summary>
    /// <param name="text">The text; empty, <c>nan</c>, <c>None</c> and <c>[]</c> allow every occupation.</param>
    /// <param name="seats">The number of seats.</param>
    /// <returns>The constraint.</returns>
    /// <exception cref="RecordFormatException">The text names another number of seats.</exception>
    public static OccupationConstraint Parse(string text, int seats)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        string inner = Outer().Match(text) is { Success: true } outer ? outer.Groups[1].Value : text;
        List<string[]> lists = [.. Inner().Matches(inner).Select(list => Words(list.Groups[1].Value))];
        string[] flat = Words(Inner().Replace(inner, ""));
        if (lists.Count == 0)
        {
            lists.AddRange(flat.Length == seats ? flat.Select(word => new[] { word }) : [flat]);
            flat = [];
        }

        return (lists.Count == seats || lists.Count == 1) && flat.Length == 0
            ? new OccupationConstraint([.. Enumerable.Range(0, seats).Select(seat => lists.Count == 1 ? lists[0] : lists[seat])])
            : throw new RecordFormatException("occupation_constraint", $"found \"{text}\", wanted a list of occupations for each of the {seats} seats like [['student', 'teacher'], ['nurse']]");
    }

    /// <summary>Tells whether characters may play together. Case does not count, and <c>_</c> stands for a space.</summary>
    /// <param name="agents">The characters in the order of the seats.</param>
    /// <returns><see langword="true"/> when all occupations are allowed.</returns>
    public bool Allows(IReadOnlyList<AgentProfile> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return agents.Zip(Occupations, (agent, allowed) => allowed.Count == 0 || allowed.Contains(Normal(agent.Occupation), StringComparer.OrdinalIgnoreCase)).All(allowed => allowed);
    }

    private static string[] Words(string list)
    {
        string[] words = [.. list.Split(',').Select(word => Normal(word.Trim().Trim('\'', '"'))).Where(word => word.Length > 0)];
        return words.Any(word => AnyWords.Contains(word, StringComparer.OrdinalIgnoreCase)) ? [] : words;
    }

    private static string Normal(string occupation) => occupation.Replace('_', ' ').Trim();

    [GeneratedRegex(@"^\s*\[(.*)\]\s*$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Outer();

    [GeneratedRegex(@"\[([^\[\]]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();
}
