using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SotopiaPi.Samples.Tests;

/// <summary>A small server on this machine that speaks the chat protocol of OpenAI as vLLM and SGLang do: a base model, adapters under their names, an error for others.</summary>
internal sealed class CompatibleServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string[] _models;
    private int _failures;

    public CompatibleServer(int failuresFirst, params string[] models)
    {
        (_failures, _models) = (failuresFirst, models);
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/v1");
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Url.Port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>The bodies of all requests.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    /// <summary>Gets what the models reply to a body; by default they say who they are.</summary>
    public Func<JsonNode, string>? Reply { get; init; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using StreamReader reader = new(context.Request.InputStream);
            JsonNode body = JsonNode.Parse(await reader.ReadToEndAsync())!;
            Requests.Enqueue(body);
            (int status, JsonObject answer) = Answer(body);
            byte[] bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private (int Status, JsonObject Answer) Answer(JsonNode body)
    {
        string model = (string)body["model"]!;
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            return (503, new JsonObject { ["error"] = new JsonObject { ["message"] = "loading" } });
        }

        if (!_models.Contains(model))
        {
            return (404, new JsonObject { ["error"] = new JsonObject { ["message"] = $"The model `{model}` does not exist." } });
        }

        string reply = Reply?.Invoke(body) ?? ActionFormat.ToJson(AgentAction.Speak($"I am {model}."));
        return (200, new JsonObject
        {
            ["id"] = "1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = reply } }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 40, ["completion_tokens"] = 8, ["total_tokens"] = 48 },
        });
    }
}
