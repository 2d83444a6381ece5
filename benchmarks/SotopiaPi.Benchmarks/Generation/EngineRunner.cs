using System.Diagnostics;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Benchmarks;

/// <summary>Our engine on the shared model: greedy, fixed lengths, token ids in and out.</summary>
internal sealed class EngineRunner : IDisposable
{
    private readonly DeviceQueue _queue = DeviceQueue.For(torch.CPU);
    private readonly EngineOptions _options;

    public EngineRunner(string model, torch.ScalarType type, EngineOptions options)
    {
        _options = options;
        Decoder = Decoder.Load(model, new DecoderOptions { PackWeights = true, Type = type });
    }

    public Decoder Decoder { get; }

    /// <summary>Continues all prompts together, with nothing known before.</summary>
    public BatchTimes Run(IReadOnlyList<int[]> prompts, int newTokens) => WithEngine(engine =>
    {
        double prefill = 0;
        int begun = 0;
        long start = Stopwatch.GetTimestamp();
        Task<GenerationResult>[] all = [.. prompts.Select(prompt => engine.GenerateAsync(Request(prompt, newTokens) with { OnToken = First() }))];
        GenerationResult[] results = Task.WhenAll(all).GetAwaiter().GetResult();
        return new BatchTimes(prefill, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. results.Select(result => result.TokenIds.ToArray())]);

        Func<int, bool> First()
        {
            bool seen = false;
            return _ =>
            {
                if (!seen && (seen = true) && Interlocked.Increment(ref begun) == prompts.Count)
                {
                    prefill = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }

                return false;
            };
        }
    });

    /// <summary>Continues each agent's prompts turn after turn; agents wait for nobody.</summary>
    public RolloutTimes Rollout(IReadOnlyList<IReadOnlyList<int[]>> agents, int newTokens) => WithEngine(engine =>
    {
        long prefilled = 0;
        long start = Stopwatch.GetTimestamp();
        Task.WhenAll(agents.Select(PlayAsync)).GetAwaiter().GetResult();
        return new RolloutTimes(Stopwatch.GetElapsedTime(start).TotalSeconds, prefilled);

        async Task PlayAsync(IReadOnlyList<int[]> turns)
        {
            foreach (int[] prompt in turns)
            {
                GenerationResult result = await engine.GenerateAsync(Request(prompt, newTokens)).ConfigureAwait(false);
                Interlocked.Add(ref prefilled, prompt.Length - result.CachedTokens);
            }
        }
    });

    public void Dispose() => Decoder.Dispose();

    private GenerationRequest Request(int[] prompt, int newTokens) => new(Decoder, prompt) { MaxNewTokens = newTokens, Sampling = new() { Temperature = 0 } };

    private T WithEngine<T>(Func<GenerationEngine, T> use)
    {
        var engine = new GenerationEngine(_queue, Decoder.Config, _options);
        try
        {
            return use(engine);
        }
        finally
        {
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
