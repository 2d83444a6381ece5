using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SotopiaPi.Samples.Tests;

/// <summary>A small server on this machine that speaks the chat protocol of OpenAI and rates every episode alike: 6 on the goal, 0 elsewhere.</summary>
internal sealed class JudgeServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _requests;

    public JudgeServer()
    {
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

    public int Requests => _requests;

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

            Interlocked.Increment(ref _requests);
            byte[] bytes = Encoding.UTF8.GetBytes(Answer().ToJsonString());
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private static JsonObject Answer()
    {
        JsonObject seat() => new(SocialDimension.All.Select(dimension => KeyValuePair.Create(dimension.Name, (JsonNode?)new JsonObject { ["reasoning"] = "so it was", ["score"] = dimension == SocialDimension.Goal ? 6 : 0 })));
        JsonObject reply = new() { ["evaluations"] = new JsonObject { ["agent_1"] = seat(), ["agent_2"] = seat() } };
        return new JsonObject
        {
            ["id"] = "1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "judge-1",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = reply.ToJsonString() } }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 40, ["completion_tokens"] = 8, ["total_tokens"] = 48 },
        };
    }
}
