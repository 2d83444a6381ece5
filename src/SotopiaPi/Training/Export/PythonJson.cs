using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes JSON byte for byte as Python's <c>json.dumps(value, indent=4)</c> does: ASCII only, lower-case escapes.</summary>
internal static class PythonJson
{
    public static string Write(JsonNode node)
    {
        StringBuilder text = new();
        Append(text, node, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject members: AppendAll(text, '{', '}', members, depth, member => AppendText(text, member.Key).Append(": "), member => member.Value); break;
            case JsonArray items: AppendAll(text, '[', ']', items, depth, _ => { }, item => item); break;
            default: _ = node.GetValueKind() == JsonValueKind.String ? AppendText(text, node.GetValue<string>()) : text.Append(node.ToJsonString()); break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, int depth, Action<T> before, Func<T, JsonNode?> value)
    {
        text.Append(open);
        bool any = false;
        foreach (T item in items)
        {
            NewLine(any ? text.Append(',') : text, depth + 1);
            before(item);
            Append(text, value(item), depth + 1);
            any = true;
        }

        if (any)
        {
            NewLine(text, depth);
        }

        text.Append(close);
    }

    private static void NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', 4 * depth);

    public static StringBuilder AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' and not '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"');
    }
}
