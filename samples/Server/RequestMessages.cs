using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Server;

/// <summary>Reads the messages of a request.</summary>
internal static class RequestMessages
{
    public static IReadOnlyList<ChatMessage> Read(JsonElement? messages) => messages is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        ? [.. list.EnumerateArray().Select(message => Message(new RequestFields(message, "a message")))]
        : throw ProtocolException.Invalid("messages", "'messages' must be a list of at least one message.");

    private static ChatMessage Message(RequestFields message)
    {
        string role = message.RequiredText("role");
        string text = Text(message.Value("content"));
        return role switch
        {
            "system" or "developer" => new(ChatRole.System, text),
            "user" => new(ChatRole.User, text),
            "assistant" => new(ChatRole.Assistant, [.. text.Length > 0 ? [new TextContent(text)] : Array.Empty<AIContent>(), .. Calls(message.Value("tool_calls"))]),
            "tool" => new(ChatRole.Tool, [new FunctionResultContent(message.RequiredText("tool_call_id"), text)]),
            _ => throw ProtocolException.Invalid("messages", $"The role '{role}' is unknown; there are system, developer, user, assistant and tool."),
        };
    }

    private static string Text(JsonElement? content) => content switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Part(new RequestFields(part, "a part of a message")))),
        _ => throw ProtocolException.Invalid("messages", "The content of a message must be a text or a list of parts."),
    };

    private static string Part(RequestFields part) => part.Text("type") == "text"
        ? part.RequiredText("text")
        : throw ProtocolException.Invalid("messages", $"A part of the type '{part.Text("type")}' cannot be read; this model reads text.");

    private static IEnumerable<FunctionCallContent> Calls(JsonElement? calls)
    {
        foreach (JsonElement item in calls is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default)
        {
            var call = new RequestFields(item, "a tool call");
            RequestFields function = call.Object("function") ?? throw ProtocolException.Invalid("messages", "A tool call lacks its 'function'.");
            yield return new(call.RequiredText("id"), function.RequiredText("name"), Arguments(function.Text("arguments")));
        }
    }

    private static Dictionary<string, object?> Arguments(string? json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(string.IsNullOrEmpty(json) ? "{}" : json) ?? [];
        }
        catch (JsonException)
        {
            throw ProtocolException.Invalid("messages", "The arguments of a tool call must be a JSON object, written as a text.");
        }
    }
}
