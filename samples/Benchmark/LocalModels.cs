using System.Globalization;
using System.Runtime.Intrinsics;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Models of this machine; one that plays several roles is loaded once, when it is first asked.</summary>
internal sealed class LocalModels(string device, string? adapters) : IAsyncDisposable
{
    private readonly Dictionary<string, Lazy<TorchChatClient>> _clients = new(StringComparer.Ordinal);

    /// <summary>The client of a model. It is not loaded before it is asked for something.</summary>
    public IChatClient Client(string path)
    {
        string full = Path.GetFullPath(path);
        if (!_clients.TryGetValue(full, out Lazy<TorchChatClient>? client))
        {
            client = new(() => TorchChatClient.Load(full, new TorchChatClientOptions { Device = Device(device), AdapterDirectory = adapters }));
            _clients[full] = client;
        }

        return new LazyChatClient(client);
    }

    /// <summary>What decides a local model's replies beside the seed: the files and the machine's arithmetic.</summary>
    public static string Fingerprint(string path)
    {
        FileInfo[] files = File.Exists(path) ? [new FileInfo(path)] : [.. new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)];
        string vectors = Vector512.IsHardwareAccelerated ? "avx512" : Vector256.IsHardwareAccelerated ? "avx2" : "other";
        return StableKey.Of([vectors, .. files.SelectMany(file => new[] { file.Name, file.Length.ToString(CultureInfo.InvariantCulture) })])[..8];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<TorchChatClient> client in _clients.Values.Where(client => client.IsValueCreated))
        {
            await client.Value.DisposeAsync();
        }
    }

    private static torch.Device Device(string text)
    {
        if (text.StartsWith("cuda", StringComparison.Ordinal) && !torch.cuda_is_available())
        {
            throw new ArgumentException("No CUDA device can be used: the libtorch that is loaded has no CUDA, or there is no card. Set SOTOPIAPI_LIBTORCH to the folder of a PyTorch 2.10 or 2.11 with CUDA, or use --device cpu.");
        }

        return torch.device(text);
    }

    /// <summary>Loads the model with the first request; a run in which everything is there already never does.</summary>
    private sealed class LazyChatClient(Lazy<TorchChatClient> client) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            client.Value.GetResponseAsync(messages, options, cancellationToken);

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            client.Value.GetStreamingResponseAsync(messages, options, cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }
}
