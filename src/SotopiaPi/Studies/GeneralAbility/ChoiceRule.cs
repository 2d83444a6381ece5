using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Says which choice an output means when it is not just a letter.</summary>
public enum ChoiceRule
{
    /// <summary>The paper's: the first choice letter that stands by itself; without one, a choice drawn from the seed (arXiv:2403.08715 §6).</summary>
    Paper,

    /// <summary>The first choice letter that stands by itself; without one, the question counts as wrong.</summary>
    FirstLetter,

    /// <summary>Only an output that begins with the letter counts.</summary>
    Strict,
}

/// <summary>Reads outputs of models.</summary>
internal static partial class ChoiceReading
{
    /// <summary>Reads the choice out of an output. What begins with a letter, in brackets or not, is in the asked form; everything else is a failure that the rule may mend.</summary>
    public static ChoiceAnswer Read(string output, int choices, ChoiceRule rule, long seed)
    {
        if (Leading().Match(output) is { Success: true } asked && asked.Groups[1].Value[0] - 'A' is var index && index < choices)
        {
            return new ChoiceAnswer(index, output);
        }

        int? found = rule == ChoiceRule.Strict ? null : Letters().Matches(output).Select(match => (int?)(match.Value[0] - 'A')).FirstOrDefault(letter => letter < choices);
        return new ChoiceAnswer(found ?? (rule == ChoiceRule.Paper ? (int)(seed % choices) : null), output, true);
    }

    [GeneratedRegex(@"^\s*[\(\[""*]*([A-Z])(?![A-Za-z'’])[\)\]""*.:]*(?:\s|$)")]
    private static partial Regex Leading();

    [GeneratedRegex(@"(?<![A-Za-z'’])[A-Z](?![A-Za-z'’])")]
    private static partial Regex Letters();
}
