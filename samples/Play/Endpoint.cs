using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SotopiaPi.Samples.Play;

/// <summary>An OpenAI-compatible server, the model to ask it for, and the environment variable that holds its key; local servers need none.</summary>
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
            : throw new ArgumentException($"'{url}' is no address of a server. Give one like http://localhost:8000/v1.");
    }

    public IChatClient Connect()
    {
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        OpenAIClient client = new(new ApiKeyCredential(string.IsNullOrEmpty(key) ? "none" : key), new OpenAIClientOptions { Endpoint = Url });
        return client.GetChatClient(Model).AsIChatClient();
    }
}
