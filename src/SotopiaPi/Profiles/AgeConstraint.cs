using System.Globalization;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The ages allowed in the seats of a situation: the data write <c>[(18, 70), (25, 40)]</c>.</summary>
/// <param name="Ranges">The ages of each seat in order, both ends included; two or more.</param>
public sealed partial record AgeConstraint(IReadOnlyList<(int From, int To)> Ranges)
{
    /// <summary>Reads a constraint.</summary>
    /// <param name="text">The text: a list of pairs.</param>
    /// <returns>The constraint.</returns>
    /// <exception cref="RecordFormatException">The text is not a list of two pairs of whole numbers or more.</exception>
    public static AgeConstraint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        MatchCollection pairs = Pair().Matches(text);
        string rest = Pair().Replace(text, "").Replace(",", "", StringComparison.Ordinal).Trim();
        if (pairs.Count < 2 || string.Concat(rest.Where(c => !char.IsWhiteSpace(c))) is not ("[]" or "()" or ""))
        {
            throw new RecordFormatException("age_constraint", $"found \"{text}\", wanted a list of two pairs like [(18, 70), (25, 40)]");
        }

        return new AgeConstraint([.. pairs.Select(pair => (Number(pair.Groups[1]), Number(pair.Groups[2])))]);
    }

    /// <summary>Tells whether characters may play together.</summary>
    /// <param name="agents">The characters in the order of the seats. Ranges beyond the last seat do not count.</param>
    /// <returns><see langword="true"/> when all ages are allowed.</returns>
    /// <exception cref="RecordFormatException">There are fewer ranges than seats.</exception>
    public bool Allows(IReadOnlyList<AgentProfile> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return agents.Count <= Ranges.Count
            ? agents.Zip(Ranges, (agent, range) => agent.Age >= range.From && agent.Age <= range.To).All(allowed => allowed)
            : throw new RecordFormatException("age_constraint", $"found {Ranges.Count} pairs, wanted one for each of the {agents.Count} seats");
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[(\[]\s*([0-9]{1,4})\s*,\s*([0-9]{1,4})\s*[)\]]", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();
}
