using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>Turns .NET values into values of a template.</summary>
internal static class JinjaConversion
{
    private const int MaximumDepth = 100;

    /// <exception cref="ChatTemplateException">The value has no counterpart.</exception>
    public static object? From(object? value, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            throw new ChatTemplateException($"A value given to the chat template is nested deeper than {MaximumDepth}.");
        }

        return value switch
        {
            null or string or bool or long or double => value,
            JinjaSequence or JinjaDictionary => value,
            JsonElement element => From(element, depth),
            JsonNode node => From(JsonSerializer.SerializeToElement(node, JinjaJsonContext.Default.JsonNode), depth),
            byte or sbyte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ulong or float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            char or Guid or Uri => value.ToString(),
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            IDictionary dictionary => FromDictionary(dictionary, depth),
            IEnumerable<KeyValuePair<string, object?>> pairs => FromPairs(pairs, depth),
            IEnumerable items => new JinjaList([.. items.Cast<object?>().Select(item => From(item, depth + 1))]),
            _ => throw new ChatTemplateException(
                $"A value of type {value.GetType()} was given to the chat template; texts, numbers, truth values, JSON, lists and dictionaries are supported."),
        };
    }

    private static object? From(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) && element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? (object)whole : element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return element.ValueKind == JsonValueKind.True;
            case JsonValueKind.Array:
                return new JinjaList([.. element.EnumerateArray().Select(item => From((object)item, depth + 1))]);
            case JsonValueKind.Object:
                JinjaDictionary dictionary = new();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    dictionary.Set(property.Name, From((object)property.Value, depth + 1));
                }

                return dictionary;
            default:
                return null;
        }
    }

    private static JinjaDictionary FromDictionary(IDictionary values, int depth)
    {
        JinjaDictionary dictionary = new();
        foreach (DictionaryEntry entry in values)
        {
            dictionary.Set(From(entry.Key, depth + 1), From(entry.Value, depth + 1));
        }

        return dictionary;
    }

    private static JinjaDictionary FromPairs(IEnumerable<KeyValuePair<string, object?>> pairs, int depth)
    {
        JinjaDictionary dictionary = new();
        foreach ((string name, object? value) in pairs)
        {
            dictionary.Set(name, From(value, depth + 1));
        }

        return dictionary;
    }
}
