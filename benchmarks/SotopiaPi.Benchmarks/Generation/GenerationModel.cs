using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The shared model, as our engine and our chat client compute with it.</summary>
internal sealed class GenerationModel
{
    private const long KvBudgetBytes = 5L << 30;

    private readonly Lazy<ChatTokenizer> _tokenizer = new(SharedModel.Tokenizer);

    public ChatTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The element type that is fastest on this machine.</summary>
    public ScalarType BestType => ComputeType.CpuHasFastBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Computes with the engine, without the deterministic mode, as the peers have none.</summary>
    public T WithEngine<T>(ScalarType type, Func<EngineRunner, T> use, bool guesses = true)
    {
        EngineOptions options = new() { KvBudgetBytes = KvBudgetBytes, Deterministic = false };
        using var engine = new EngineRunner(SharedModel.Path, type, guesses ? options : options with { DraftTokens = 0 });
        return use(engine);
    }

    /// <summary>Computes through the chat client, likewise.</summary>
    public T WithClient<T>(ScalarType type, Func<ClientRunner, T> use)
    {
        using var client = new ClientRunner(SharedModel.Path, new() { Type = type, KvBudgetBytes = KvBudgetBytes, Deterministic = false });
        return use(client);
    }
}
