using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>An engine with a queue of its own.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    private readonly DeviceQueue _queue = new(CPU);
    private readonly int _threads;

    public EngineFixture(DecoderConfig config, EngineOptions? options = null, int threads = 1)
    {
        _threads = get_num_threads();
        _queue.RunAsync(() => set_num_threads(threads)).Wait();
        Engine = new(_queue, config, options ?? new() { KvBudgetBytes = 8 << 20 });
    }

    public GenerationEngine Engine { get; }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _queue.RunAsync(() => set_num_threads(_threads));
        await _queue.DisposeAsync();
    }
}
