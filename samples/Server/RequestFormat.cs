using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Server;

/// <summary>Reads the form that a reply must have.</summary>
internal static class RequestFormat
{
    public static ChatResponseFormat? Read(RequestFields? format) => format?.Text("type") switch
    {
        null => null,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        "json_schema" => Schema(format.Object("json_schema") ?? throw ProtocolException.Invalid("response_format", "'json_schema' is missing.")),
        { } other => throw ProtocolException.Invalid("response_format", $"The type '{other}' is unknown; there are text, json_object and json_schema."),
    };

    private static ChatResponseFormatJson Schema(RequestFields format) => ChatResponseFormat.ForJsonSchema(
        (format.Value("schema") ?? throw ProtocolException.Invalid("response_format", "'schema' is missing.")).Clone(), format.Text("name"), format.Text("description"));
}
