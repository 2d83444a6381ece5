using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Server;

/// <summary>Reads the functions of a request, and which of them may or must be called.</summary>
internal static class RequestTools
{
    private static readonly JsonElement s_anything = JsonDocument.Parse("""{"type": "object", "properties": {}}""").RootElement;

    public static IList<AITool>? Read(JsonElement? tools) => tools switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(tool => Tool(new RequestFields(tool, "a tool")))],
        _ => throw ProtocolException.Invalid("tools", "'tools' must be a list."),
    };

    public static ChatToolMode? Mode(JsonElement? choice) => choice switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } named => ChatToolMode.RequireSpecific((new RequestFields(named, "tool_choice").Object("function") ?? throw Unknown()).RequiredText("name")),
        { ValueKind: JsonValueKind.String } word => word.GetString() switch
        {
            "none" => ChatToolMode.None,
            "auto" => ChatToolMode.Auto,
            "required" => ChatToolMode.RequireAny,
            _ => throw Unknown(),
        },
        _ => throw Unknown(),
    };

    private static AIFunctionDeclaration Tool(RequestFields tool)
    {
        RequestFields function = tool.Text("type") == "function" && tool.Object("function") is { } fields
            ? fields
            : throw ProtocolException.Invalid("tools", "Only tools of the type 'function' can be called.");
        return AIFunctionFactory.CreateDeclaration(function.RequiredText("name"), function.Text("description") ?? "", (function.Value("parameters") ?? s_anything).Clone());
    }

    private static ProtocolException Unknown() => ProtocolException.Invalid("tool_choice", "'tool_choice' must be none, auto, required, or the name of a function: {\"type\": \"function\", \"function\": {\"name\": …}}.");
}
