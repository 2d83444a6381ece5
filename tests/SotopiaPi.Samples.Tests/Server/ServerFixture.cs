using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.AspNetCore.Builder;
using OpenAI;
using OpenAI.Chat;
using SotopiaPi.Samples.Server;
using SotopiaPi.Testing;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Samples.Tests;

/// <summary>The server with the small model, asked as its users ask it.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    public const string Template =
        "{% if tools %}Tools: {{ tools | tojson }}{% endif %}{% for message in messages %}<|user|>{{ message['content'] }}{% endfor %}<|me|>";

    private readonly TemporaryFolder _root = new();
    private readonly TorchChatClient _client;
    private readonly WebApplication _server;

    private ServerFixture(Action<TorchChatClientOptions>? configure, string? apiKey, string? template)
    {
        SmallModel.CopyTo(Model);
        Directory.CreateDirectory(Adapters);
        if (template is not null)
        {
            File.WriteAllText(Path.Combine(Model, "chat_template.jinja"), template);
        }

        TorchChatClientOptions options = new() { AdapterDirectory = Adapters, RefuseWhenFull = true, KvBudgetBytes = 64 << 20 };
        configure?.Invoke(options);
        _client = TorchChatClient.Load(Model, options);
        _server = ChatServer.Build(_client, "http://127.0.0.1:0", apiKey);
    }

    public Uri Url => new(_server.Urls.Single() + "/v1");

    public HttpClient Http { get; } = new();

    private string Model => Path.Combine(_root.Path, "small");

    private string Adapters => Path.Combine(_root.Path, "adapters");

    public static async Task<ServerFixture> StartAsync(Action<TorchChatClientOptions>? configure = null, string? apiKey = null, string? template = null)
    {
        ServerFixture fixture = new(configure, apiKey, template);
        await fixture._server.StartAsync();
        return fixture;
    }

    /// <summary>The official client; it does not try again by itself.</summary>
    public OpenAIClient Client(string key = "none") => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = Url, RetryPolicy = new ClientRetryPolicy(0) });

    public ChatClient Chat(string model = "small", string key = "none") => Client(key).GetChatClient(model);

    public Task<HttpResponseMessage> PostAsync(string json, CancellationToken cancellationToken = default) =>
        Http.SendAsync(new(HttpMethod.Post, new Uri(Url + "/chat/completions")) { Content = new StringContent(json) }, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Writes an adapter with random matrices.</summary>
    public void WriteAdapter(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        var host = new LoraHost();
        using Decoder decoder = Decoder.Load(Model, new DecoderOptions { Wrap = host.Wrap });
        using torch.Generator generator = new(3);
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions(), generator, torch.CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.5, generator);
        }

        adapter.Save(Path.Combine(Adapters, name));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        await _client.DisposeAsync();
        _root.Dispose();
    }
}
