using System.Text;

namespace SotopiaPi;

/// <summary>
/// Turns the words of an action into the output that SOTOPIA-π's code trains on, quirks included (sotopia-lab/sotopia-pi@245fa7b:
/// <c>data_process/utils/prompt_reverse_engineering.py</c>, <c>generate_result</c>): every <c>said: </c> inside an utterance is lost, and the marks
/// <c>[action]</c> and <c>[non-verbal communication]</c> stay in the argument.
/// </summary>
internal static class ReferenceOutput
{
    public const string None = """{"action_type": "none", "argument": ""}""";

    public static string Of(string action) => action switch
    {
        _ when action.StartsWith("said:", StringComparison.Ordinal) => Json("speak", WithoutEnds(action.Replace("said: ", "", StringComparison.Ordinal))),
        _ when action.StartsWith("left", StringComparison.Ordinal) => Json("leave", ""),
        _ when action.StartsWith("[non-verbal communication]", StringComparison.Ordinal) => Json("non-verbal communication", action),
        _ when action.StartsWith("[action]", StringComparison.Ordinal) => Json("action", action),
        _ => None,
    };

    /// <summary>Cuts the first and the last character, which are quotes, by code points.</summary>
    private static string WithoutEnds(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        return runes.Length < 2 ? "" : string.Concat(runes[1..^1]);
    }

    private static string Json(string type, string argument)
    {
        StringBuilder json = new("{\"action_type\": ");
        PythonJson.AppendText(json, type).Append(", \"argument\": ");
        return PythonJson.AppendText(json, argument).Append('}').ToString();
    }
}
