using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Torch;

namespace SotopiaPi.Samples.Server;

/// <summary>The routes of the protocol over a local model. Nothing of a request or reply is logged.</summary>
internal static class ChatServer
{
    private const long MaxRequestBytes = 1 << 20;

    /// <summary>Builds the server.</summary>
    /// <param name="client">Answers; it refuses what its queue does not hold.</param>
    /// <param name="urls">Where to listen, separated by semicolons.</param>
    /// <param name="apiKey">The key that clients must send; null for none.</param>
    public static WebApplication Build(TorchChatClient client, string urls, string? apiKey)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBytes);
        WebApplication server = builder.Build();
        DateTimeOffset created = DateTimeOffset.UtcNow;
        server.Use((context, next) => ProtocolErrors.GuardAsync(context, next));
        server.Use((context, next) => CheckKeyAsync(context, next, apiKey));
        server.MapGet("/health", () => Results.Ok());
        server.MapGet("/v1/models", () => Results.Json(Models(client, created)));
        server.MapGet("/v1/models/{id}", (string id) => client.ModelIds().Contains(id) ? Results.Json(Model(id, created)) : throw ProtocolException.UnknownModel(id, client.ModelIds()));
        server.MapPost("/v1/chat/completions", context => ChatCompletions.AnswerAsync(client, context));
        server.MapFallback((HttpContext context) => throw new ProtocolException(StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Method} {context.Request.Path}. There are /v1/models and /v1/chat/completions."));
        return server;
    }

    private static Task CheckKeyAsync(HttpContext context, RequestDelegate next, string? apiKey)
    {
        string sent = context.Request.Headers.Authorization.ToString();
        const string Scheme = "Bearer ";
        bool fits = apiKey is null || (sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent[Scheme.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(apiKey))));
        return fits ? next(context) : throw new ProtocolException(StatusCodes.Status401Unauthorized, "The API key is missing or wrong: send it in the header 'Authorization: Bearer KEY'.") { Code = "invalid_api_key" };
    }

    private static JsonObject Models(TorchChatClient client, DateTimeOffset created) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. client.ModelIds().Select(id => Model(id, created))]),
    };

    private static JsonObject Model(string id, DateTimeOffset created) => new()
    {
        ["id"] = id,
        ["object"] = "model",
        ["created"] = created.ToUnixTimeSeconds(),
        ["owned_by"] = "sotopiapi",
    };
}
