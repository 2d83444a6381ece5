using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Turns chat messages into the dictionaries that templates expect.</summary>
internal static class MessageConversion
{
    /// <exception cref="ChatTemplateException">A message holds content that is no text, such as an image.</exception>
    public static IReadOnlyList<JinjaDictionary> From(IEnumerable<ChatMessage> messages)
    {
        List<JinjaDictionary> converted = [];
        Dictionary<string, string> functions = new(StringComparer.Ordinal);
        foreach (ChatMessage message in messages)
        {
            Convert(message, functions, converted);
        }

        return converted;
    }

    private static void Convert(ChatMessage message, Dictionary<string, string> functions, List<JinjaDictionary> converted)
    {
        List<string> texts = [];
        List<string> reasoning = [];
        List<object?> calls = [];
        int results = 0;
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextReasoningContent thought:
                    reasoning.Add(thought.Text);
                    break;
                case TextContent text:
                    texts.Add(text.Text);
                    break;
                case FunctionCallContent call:
                    functions[call.CallId] = call.Name;
                    calls.Add(Call(call));
                    break;
                case FunctionResultContent result:
                    converted.Add(Result(result, functions.GetValueOrDefault(result.CallId)));
                    results++;
                    break;
                case UsageContent or ErrorContent:
                    break;
                default:
                    throw new ChatTemplateException(
                        $"A message of role '{message.Role}' holds {content.GetType().Name}; chat templates here take text, function calls and function results.");
            }
        }

        if (results == 0 || texts.Count + calls.Count > 0)
        {
            converted.Add(Message(message, string.Concat(texts), string.Concat(reasoning), calls));
        }
    }

    private static JinjaDictionary Message(ChatMessage message, string text, string reasoning, List<object?> calls)
    {
        JinjaDictionary result = new();
        result.Set("role", message.Role.Value);
        result.Set("content", text.Length == 0 && calls.Count > 0 ? null : text);
        if (reasoning.Length > 0)
        {
            result.Set("reasoning_content", reasoning);
        }

        if (message.AuthorName is { Length: > 0 } name)
        {
            result.Set("name", name);
        }

        if (calls.Count > 0)
        {
            result.Set("tool_calls", new JinjaList(calls));
        }

        return result;
    }

    private static JinjaDictionary Call(FunctionCallContent call)
    {
        JinjaDictionary function = new();
        function.Set("name", call.Name);
        function.Set("arguments", JinjaConversion.From(call.Arguments ?? new Dictionary<string, object?>()));
        JinjaDictionary result = new();
        result.Set("type", "function");
        result.Set("id", call.CallId);
        result.Set("function", function);
        return result;
    }

    private static JinjaDictionary Result(FunctionResultContent content, string? name)
    {
        JinjaDictionary result = new();
        result.Set("role", "tool");
        result.Set("content", ResultText(content));
        result.Set("tool_call_id", content.CallId);
        if (name is not null)
        {
            result.Set("name", name);
        }

        return result;
    }

    private static string ResultText(FunctionResultContent content) => content.Result switch
    {
        null => content.Exception?.Message ?? "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        object value => JinjaJson.Write(JinjaArguments.Empty, JinjaConversion.From(value)),
    };
}
