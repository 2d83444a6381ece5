using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>An OpenAI-compatible server, the model to ask it for, and the environment variable that holds its key; local servers need none.</summary>
internal sealed record Endpoint(Uri Url, string Model, string KeyVariable)
{
    /// <summary>The endpoints of a role: one for each model of the server.</summary>
    public static IReadOnlyList<Endpoint> All(string role, string? url, string[]? models) => (url, models) switch
    {
        (null, null or []) => [],
        ({ } address, [_, ..]) => [.. models.Select(model => From(address, model, $"SOTOPIAPI_{role.ToUpperInvariant()}_KEY"))],
        _ => throw new ArgumentException($"--{role}-url and --{role}-model belong together: give both or neither."),
    };

    public static Endpoint From(string url, string model, string keyVariable) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new Endpoint(address!, model, keyVariable)
            : throw new ArgumentException($"'{url}' is no address of a server. Give one like http://localhost:8000/v1.");

    public IChatClient Connect()
    {
        OpenAIClientOptions options = new() { Endpoint = Url, NetworkTimeout = TimeSpan.FromMinutes(1), RetryPolicy = new ClientRetryPolicy(3) };
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        return new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(key) ? "none" : key), options).GetChatClient(Model).AsIChatClient();
    }
}
