using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The shared model, as our engine and our chat client compute with it.</summary>
internal sealed class GenerationModel
{
    private const long KvBudgetBytes = 5L << 30;

    private readonly Lazy<ChatTokenizer> _tokenizer = new(() =>
    {
        using GgufFile file = GgufFile.Open(ModelPath);
        return ChatTokenizer.FromGguf(file.Metadata);
    });

    public static string ModelPath => SharedFiles.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");

    public ChatTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The element type that is fastest on this machine.</summary>
    public ScalarType BestType => ComputeType.CpuHasFastBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Computes with the engine, without the deterministic mode, as the peers have none.</summary>
    public T WithEngine<T>(ScalarType type, Func<EngineRunner, T> use, int draftTokens = 8)
    {
        using var engine = new EngineRunner(ModelPath, type, new() { KvBudgetBytes = KvBudgetBytes, Deterministic = false, DraftTokens = draftTokens });
        return use(engine);
    }

    /// <summary>Computes through the chat client, likewise.</summary>
    public T WithClient<T>(ScalarType type, Func<ClientRunner, T> use)
    {
        using var client = new ClientRunner(ModelPath, new() { Type = type, KvBudgetBytes = KvBudgetBytes, Deterministic = false });
        return use(client);
    }
}
