using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>An OpenAI-compatible server.</summary>
/// <param name="Url">Its address, e.g. <c>http://localhost:8000/v1</c>.</param>
/// <param name="Model">The model to ask for.</param>
/// <param name="KeyVariable">The environment variable that holds the key; local servers need none.</param>
internal sealed record Endpoint(Uri Url, string Model, string KeyVariable)
{
    public static Endpoint? From(string? url, string? model, string keyVariable)
    {
        if (url is null || model is null)
        {
            return null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new Endpoint(address!, model, keyVariable)
            : throw new UserErrorException($"'{url}' is no address of a server. Give one like http://localhost:8000/v1.");
    }

    /// <summary>Makes the client: a stalled request ends after a minute, a refused one is tried four times.</summary>
    public IChatClient Connect()
    {
        OpenAIClientOptions options = new() { Endpoint = Url, NetworkTimeout = TimeSpan.FromMinutes(1), RetryPolicy = new ClientRetryPolicy(3) };
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        return new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(key) ? "none" : key), options).GetChatClient(Model).AsIChatClient();
    }

    public override string ToString() => $"{Url} {Model}";
}
