using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SotopiaPi.Samples;

/// <summary>An OpenAI-compatible server.</summary>
/// <param name="Url">Its address, e.g. <c>http://localhost:8000/v1</c>.</param>
/// <param name="Model">The model to ask for.</param>
/// <param name="KeyVariable">The environment variable that holds the key; local servers need none.</param>
/// <param name="Timeout">After how long a request without an answer ends.</param>
internal sealed record Endpoint(Uri Url, string Model, string KeyVariable, TimeSpan Timeout)
{
    /// <summary>Makes the client: a stalled request ends after the timeout; one that fails is tried four times.</summary>
    public IChatClient Connect()
    {
        OpenAIClientOptions options = new() { Endpoint = Url, NetworkTimeout = Timeout, RetryPolicy = new ClientRetryPolicy(3) };
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        return new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(key) ? "none" : key), options).GetChatClient(Model).AsIChatClient();
    }

    public override string ToString() => $"{Url} {Model}";
}
