using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes JSON as Python's <c>json.dumps</c> does: a space after colons and commas, everything beyond ASCII escaped, floats with a point.</summary>
internal static class PythonJson
{
    /// <summary>The characters that stand for themselves.</summary>
    public static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', 0x7f - ' ').Select(code => (char)code).Except("\"\\")]);

    /// <param name="node">What to write.</param>
    /// <param name="indent">Spaces for each level; <see langword="null"/> for one line.</param>
    public static string Write(JsonNode? node, int? indent = null)
    {
        StringBuilder json = new();
        Append(json, node, indent, 0);
        return json.ToString();
    }

    private static void Append(StringBuilder json, JsonNode? node, int? indent, int level)
    {
        switch (node)
        {
            case null: json.Append("null"); break;
            case JsonObject members: AppendObject(json, members, indent, level); break;
            case JsonArray items: AppendArray(json, items, indent, level); break;
            case JsonValue value: AppendValue(json, value); break;
        }
    }

    private static void AppendObject(StringBuilder json, JsonObject members, int? indent, int level)
    {
        if (members.Count == 0)
        {
            json.Append("{}");
            return;
        }

        json.Append('{');
        bool first = true;
        foreach ((string key, JsonNode? member) in members)
        {
            Break(json, first, indent, level + 1);
            AppendText(json, key);
            Append(json.Append(": "), member, indent, level + 1);
            first = false;
        }

        End(json, indent, level).Append('}');
    }

    private static void AppendArray(StringBuilder json, JsonArray items, int? indent, int level)
    {
        if (items.Count == 0)
        {
            json.Append("[]");
            return;
        }

        json.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            Break(json, i == 0, indent, level + 1);
            Append(json, items[i], indent, level + 1);
        }

        End(json, indent, level).Append(']');
    }

    private static void Break(StringBuilder json, bool first, int? indent, int level)
    {
        json.Append(first ? "" : indent is null ? ", " : ",");
        if (indent is { } width)
        {
            json.Append('\n').Append(' ', width * level);
        }
    }

    private static StringBuilder End(StringBuilder json, int? indent, int level) => indent is { } width ? json.Append('\n').Append(' ', width * level) : json;

    private static void AppendValue(StringBuilder json, JsonValue value)
    {
        if (value.TryGetValue(out string? text))
        {
            AppendText(json, text);
        }
        else
        {
            json.Append(value.TryGetValue(out double number) && !value.TryGetValue(out JsonElement _) ? PythonText.Float(number) : value.ToJsonString());
        }
    }

    public static StringBuilder AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                json.Append(rest);
                break;
            }

            json.Append(rest[..plain]);
            AppendEscape(json, rest[plain]);
            rest = rest[(plain + 1)..];
        }

        return json.Append('"');
    }

    /// <summary>The letter after the backslash for characters that have one; <see langword="null"/> for those written as <c>\uXXXX</c>.</summary>
    public static char? ShortEscape(char c) => c switch
    {
        '"' or '\\' => c,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\b' => 'b',
        '\f' => 'f',
        _ => null,
    };

    private static void AppendEscape(StringBuilder json, char c) => _ = ShortEscape(c) is { } letter
        ? json.Append('\\').Append(letter)
        : json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
}
