using System.Globalization;

namespace SotopiaPi;

/// <summary>Reads an attribution out of a judge's reply, in time linear in its length.</summary>
internal static class AttributionReply
{
    /// <summary>The key of a turn, as the prompt writes it.</summary>
    public static string KeyOf(int turn) => string.Create(CultureInfo.InvariantCulture, $"utterance_{turn + 1}");

    /// <summary>The numbers in the order of the turns, or what is wrong.</summary>
    public static (double[]? Importance, string? Problem) Read(string reply, IReadOnlyList<int> turns, AttributionForm form)
    {
        string[] keys = [.. turns.Select(turn => AgentKeys.Normalize(KeyOf(turn)))];
        (double[]?, string? Problem) best = (null, $"the reply holds no JSON object with {(form == AttributionForm.KeyUtterance ? "the key \"utterance\"" : $"the keys {KeyOf(turns[0])} to {KeyOf(turns[^1])}")}");
        foreach (Dictionary<string, object?> members in new LenientJson(reply).Objects())
        {
            bool relevant = form == AttributionForm.KeyUtterance ? members.ContainsKey("utterance") : keys.Any(members.ContainsKey);
            (double[]? Importance, string? Problem) read = !relevant ? best : form == AttributionForm.KeyUtterance ? ReadKey(members, keys) : ReadAll(members, keys, turns, Maximum(form));
            if (relevant && read.Importance is not null)
            {
                return read;
            }

            best = read;
        }

        return best;
    }

    public static double Maximum(AttributionForm form) => form switch
    {
        AttributionForm.ThreePoints => 3,
        AttributionForm.TenPoints => 10,
        AttributionForm.KeyUtterance => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "The form is unknown."),
    };

    private static (double[]? Importance, string? Problem) ReadKey(Dictionary<string, object?> members, string[] keys)
    {
        string named = TextOf(members["utterance"]);
        int index = Array.IndexOf(keys, AgentKeys.Normalize(named));
        return index < 0
            ? (null, $"\"{(named.Length > 60 ? named[..60] : named)}\" is none of the utterances to choose from")
            : ([.. keys.Select((_, i) => i == index ? 1.0 : 0.0)], null);
    }

    private static (double[]? Importance, string? Problem) ReadAll(Dictionary<string, object?> members, string[] keys, IReadOnlyList<int> turns, double maximum)
    {
        double[] importance = new double[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            string text = TextOf(members.GetValueOrDefault(keys[i]));
            bool number = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out importance[i]);
            if (!number || !(importance[i] >= 0 && importance[i] <= maximum))
            {
                string found = text.Length == 0 ? "missing" : $"\"{(text.Length > 60 ? text[..60] : text)}\"";
                return (null, FormattableString.Invariant($"{KeyOf(turns[i])} is {found}; wanted a number from 0 to {maximum}"));
            }
        }

        return (importance, null);
    }

    private static string TextOf(object? value) => value switch { string text => text.Trim(), Bare bare => bare.Text, _ => "" };
}
