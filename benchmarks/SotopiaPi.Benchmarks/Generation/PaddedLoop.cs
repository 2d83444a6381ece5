using System.Diagnostics;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// The plain way to generate: prompts are padded on the left to the longest, computed in one pass, and continued step by step until all are done; nothing of an
/// earlier prompt is kept. Products and attention are torch's own operators, over a cache that is allocated once for a batch.
/// </summary>
internal sealed class PaddedLoop : IDisposable
{
    private readonly Decoder _decoder = Decoder.Load(SharedModel.Path);

    public DecoderConfig Config => _decoder.Config;

    /// <summary>Continues all prompts together, greedily.</summary>
    public BatchTimes Run(IReadOnlyList<int[]> prompts, int newTokens)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        long start = Stopwatch.GetTimestamp();
        int longest = prompts.Max(prompt => prompt.Length);
        long[] pads = [.. prompts.Select(prompt => (long)(longest - prompt.Length))];
        using var cache = new PaddedCache(_decoder.Config, pads, longest + newTokens);
        long[] ids = [.. prompts.SelectMany((prompt, i) => Enumerable.Repeat(0L, (int)pads[i]).Concat(prompt.Select(id => (long)id)))];
        long[] positions = [.. pads.SelectMany(pad => Enumerable.Range(0, longest).Select(i => Math.Max(0, i - pad)))];
        var tokens = new List<long[]> { Next(ids, positions, cache, longest) };
        double prefill = Stopwatch.GetElapsedTime(start).TotalSeconds;
        for (int step = 1; step < newTokens; step++)
        {
            tokens.Add(Next(tokens[^1], [.. pads.Select(pad => longest - pad + step - 1)], cache, 1));
        }

        return new(prefill, Stopwatch.GetElapsedTime(start).TotalSeconds, [.. Enumerable.Range(0, prompts.Count).Select(i => tokens.Select(step => (int)step[i]).ToArray())]);
    }

    /// <summary>Continues each agent's prompts turn after turn, all agents together.</summary>
    public RolloutTimes Rollout(IReadOnlyList<IReadOnlyList<int[]>> agents, int newTokens)
    {
        long start = Stopwatch.GetTimestamp();
        long prefilled = 0;
        for (int turn = 0; turn < agents[0].Count; turn++)
        {
            int[][] prompts = [.. agents.Select(turns => turns[turn])];
            Run(prompts, newTokens);
            prefilled += prompts.Sum(prompt => prompt.Length);
        }

        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, prefilled);
    }

    /// <summary>
    /// How near the prefill comes to the speed of torch's products alone: operations of the model a second, those of attention included, over those of a product of
    /// its largest layer with as many rows.
    /// </summary>
    public (double Prefill, double Products) Speeds(IReadOnlyList<int[]> prompts)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        int longest = prompts.Max(prompt => prompt.Length);
        double rows = (double)prompts.Count * longest;
        double seconds = Enumerable.Range(0, 3).Min(_ => Run(prompts, 1).Prefill);
        DecoderConfig c = Config;
        double perRow = 2.0 * c.Layers.Count * c.HiddenSize * (((c.HeadCount + c.KeyValueHeadCount) * 2 * c.HeadSize) + (3 * c.IntermediateSize));
        double attention = 4.0 * c.Layers.Count * c.HeadCount * c.HeadSize * longest;     // the mask hides half of it, and the operator computes it
        Tensor weight = randn(c.IntermediateSize, c.HiddenSize), input = randn((long)rows, c.HiddenSize);
        double product = Enumerable.Range(0, 5).Min(_ => Seconds(() => nn.functional.linear(input, weight).Dispose()));
        return (rows * (perRow + attention) / seconds, 2.0 * rows * c.HiddenSize * c.IntermediateSize / product);
    }

    public void Dispose() => _decoder.Dispose();

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private long[] Next(long[] ids, long[] positions, PaddedCache cache, int tokens)
    {
        using var scope = NewDisposeScope();
        cache.Begin(tokens);
        long[] last = [.. Enumerable.Range(1, ids.Length / tokens).Select(sequence => ((long)sequence * tokens) - 1)];
        Tensor hidden = _decoder.Hidden(tensor(ids), tensor(positions), cache, tensor(last));
        return _decoder.Logits(hidden).argmax(1).data<long>().ToArray();
    }
}
