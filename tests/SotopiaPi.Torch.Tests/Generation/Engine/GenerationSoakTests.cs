using System.Diagnostics;
using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Many requests of all kinds at once: nothing is lost, crossed or leaked.</summary>
[LiveTensorsFlat]
internal sealed class GenerationSoakTests
{
    private const int Kinds = 40;

    private static readonly DecoderConfig s_config = new()
    {
        VocabularySize = 64,
        HiddenSize = 16,
        IntermediateSize = 32,
        HeadCount = 2,
        KeyValueHeadCount = 1,
        HeadSize = 8,
        Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
        MaxPositions = 128,
        InitializerRange = 0.3,
    };

    [Test]
    public Task Two_thousand_requests() => Soak(2_000);

    [Test]
    [Slow]
    public Task Twenty_thousand_requests() => Soak(20_000);

    private static async Task Soak(int count)
    {
        using Generator generator = new(1);
        var host = new LoraHost();
        using Decoder decoder = Decoder.Create(s_config, generator, new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter adapter = Adapter(host, generator);
        var use = new AdapterUse(host, adapter);
        using Decoder damaged = Damaged(generator);
        await using var fixture = new EngineFixture(s_config, new() { KvBudgetBytes = 400_000, MaxConcurrentRows = 48, MaxQueuedRequests = 200 }, threads: 2);
        var expected = new GenerationResult[Kinds];
        for (int kind = 0; kind < Kinds; kind++)
        {
            expected[kind] = await fixture.Engine.GenerateAsync(Request(decoder, kind, use));
        }

        var tally = new int[3];
        var memory = new List<long>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 300 }, async (i, _) =>
        {
            string outcome = await One(fixture.Engine, i, decoder, use, damaged, expected);
            Assert.That(fixture.Engine.UsedMemoryTokens, Is.LessThanOrEqualTo(fixture.Engine.MemoryTokens));
            Interlocked.Increment(ref tally[Array.IndexOf(["replied", "cancelled", "failed"], outcome)]);
            if (i % (count / 20) == 0)
            {
                lock (memory)
                {
                    memory.Add(Process.GetCurrentProcess().WorkingSet64);
                }
            }
        });
        TestContext.Out.WriteLine($"replied {tally[0]}, cancelled {tally[1]}, failed {tally[2]}; working set {memory[5] >> 20} -> {memory[^1] >> 20} MiB");
        Assert.That(tally.Sum(), Is.EqualTo(count));
        Assert.That(tally, Is.All.GreaterThan(count / 50));
        Assert.That(memory[15..].Average(), Is.LessThanOrEqualTo(1.1 * memory[5..10].Average()));
        await fixture.Engine.ForgetAsync(decoder);
        await fixture.Engine.ForgetAsync(damaged);
        await fixture.Engine.ForgetAsync(adapter);
        Assert.That(fixture.Engine.UsedMemoryTokens, Is.Zero, "every block came back");
    }

    private static async Task<string> One(GenerationEngine engine, int i, Decoder decoder, AdapterUse use, Decoder damaged, GenerationResult[] expected)
    {
        var random = new Random(i);
        int kind = random.Next(Kinds);
        using var cancellation = new CancellationTokenSource();
        int fate = random.Next(10);
        int drawn = 0;
        int last = random.Next(8);
        GenerationRequest request = fate == 1 ? Request(damaged, kind, null) : Request(decoder, kind, use);
        if (fate == 0)
        {
            request = request with { OnToken = _ => ++drawn > last ? throw new InvalidDataException() : false };
        }
        else if (fate == 2)
        {
            cancellation.CancelAfter(random.Next(60));
        }
        else if (fate == 3)
        {
            request = request with { OnToken = _ => StopAt(last) };
        }

        try
        {
            GenerationResult result = await engine.GenerateAsync(request, cancellation.Token);
            Assert.That(result.TokenIds, Is.EqualTo(expected[kind].TokenIds));
            Assert.That(result.LogProbabilities, Is.EqualTo(expected[kind].LogProbabilities));
            return "replied";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (Exception e) when (e is NonFiniteLogitsException or InvalidDataException)
        {
            return "failed";
        }

        bool StopAt(int token)
        {
            if (++drawn > token)
            {
                cancellation.Cancel();
            }

            return false;
        }
    }

    private static GenerationRequest Request(Decoder decoder, int kind, AdapterUse? use)
    {
        var random = new Random(1000 + kind);
        int[] prompt = [.. Enumerable.Range(0, 20).Select(i => i * (kind % 4)), .. Enumerable.Range(0, random.Next(50)).Select(_ => random.Next(64))];
        return new(decoder, [.. prompt.Select(id => id % 64)]) { MaxNewTokens = 1 + random.Next(30), Sampling = new() { Seed = (ulong)kind }, Adapter = kind % 3 == 1 ? use : null };
    }

    private static LoraAdapter Adapter(LoraHost host, Generator generator)
    {
        using var off = no_grad();
        LoraAdapter adapter = host.CreateAdapter(new LoraOptions { Rank = 4 }, generator, CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.3, generator);
        }

        adapter.Freeze();
        return adapter;
    }

    private static Decoder Damaged(Generator generator)
    {
        Decoder damaged = Decoder.Create(s_config, generator);
        using var off = no_grad();
        foreach (var (_, parameter) in damaged.named_parameters())
        {
            parameter.fill_(float.NaN);
        }

        return damaged;
    }
}
