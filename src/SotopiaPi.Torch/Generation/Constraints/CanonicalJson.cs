using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Writes JSON in the one spelling that constrained output has: <c>": "</c> and <c>", "</c> between parts, and only those characters of
/// strings escaped that must be.
/// </summary>
internal static class CanonicalJson
{
    public static string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => WriteString(value.GetString()!),
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Write)) + "]",
        JsonValueKind.Object => "{" + string.Join(", ", value.EnumerateObject().Select(member => $"{WriteString(member.Name)}: {Write(member.Value)}")) + "}",
        _ => value.GetRawText(),
    };

    public static string WriteString(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }
}
