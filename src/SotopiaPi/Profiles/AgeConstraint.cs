using System.Globalization;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The ages allowed in the two seats of a situation: the data write <c>[(18, 70), (25, 40)]</c>.</summary>
/// <param name="First">The ages of seat 0, both ends included.</param>
/// <param name="Second">The ages of seat 1.</param>
public sealed partial record AgeConstraint((int From, int To) First, (int From, int To) Second)
{
    /// <summary>Reads a constraint.</summary>
    /// <param name="text">The text: a list of pairs, of which the first two count.</param>
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

        return new AgeConstraint(Ages(pairs[0]), Ages(pairs[1]));
    }

    /// <summary>Tells whether two characters may play together.</summary>
    /// <param name="first">The character of seat 0.</param>
    /// <param name="second">The character of seat 1.</param>
    /// <returns><see langword="true"/> when both ages are allowed.</returns>
    public bool Allows(AgentProfile first, AgentProfile second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Within(first.Age, First) && Within(second.Age, Second);
    }

    private static bool Within(int age, (int From, int To) range) => age >= range.From && age <= range.To;

    private static (int From, int To) Ages(Match pair) => (Number(pair.Groups[1]), Number(pair.Groups[2]));

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[(\[]\s*([0-9]{1,4})\s*,\s*([0-9]{1,4})\s*[)\]]", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();
}
