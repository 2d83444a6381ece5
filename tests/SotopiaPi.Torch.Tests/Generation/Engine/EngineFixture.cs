using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>An engine with a queue of its own.</summary>
internal sealed class EngineFixture(DecoderConfig config, EngineOptions? options = null) : IAsyncDisposable
{
    private readonly DeviceQueue _queue = new(CPU);
    private GenerationEngine? _engine;

    public GenerationEngine Engine => _engine ??= new(_queue, config, options ?? new() { KvBudgetBytes = 8 << 20 });

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _queue.DisposeAsync();
    }
}
