using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[TestFixture(false)]
[TestFixture(true)]
[LiveTensorsFlat]
internal sealed class GenerationEngineTests(bool packed)
{
    private static readonly DecoderConfig s_config = new()
    {
        VocabularySize = 97,
        HiddenSize = 24,
        IntermediateSize = 40,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = 6,
        Layers = [.. LayerConfig.Repeat(1, new RopeConfig(10000)), .. LayerConfig.Repeat(1, new RopeConfig(10000), window: 20)],
        MaxPositions = 160,
        InitializerRange = 0.3,
    };

    private LoraHost _host = null!;
    private Decoder _decoder = null!;

    [SetUp]
    public void MakeDecoder()
    {
        using Generator generator = new(1);
        _host = new();
        _decoder = Decoder.Create(s_config, generator, new DecoderOptions { PackWeights = packed, Wrap = _host.Wrap });
    }

    [TearDown]
    public void DisposeDecoder() => _decoder.Dispose();

    [Test]
    public async Task A_reply_has_the_same_bits_alone_in_any_batch_and_from_any_known_beginning()
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, 60).Select(i => Request(i))];
        GenerationResult[] alone = [.. await OneByOne(requests, new() { KvBudgetBytes = 4 << 20, DraftTokens = 0 })];
        EngineOptions[] mixes =
        [
            new() { KvBudgetBytes = 8 << 20 },
            new() { KvBudgetBytes = 8 << 20, MaxConcurrentRows = 2 },       // many guesses
            new() { KvBudgetBytes = 8 << 20, MaxConcurrentRows = 1, DraftTokens = 1 },
            new() { KvBudgetBytes = 8 << 20, MaxConcurrentRows = 7, StepTokens = 16 },
            new() { KvBudgetBytes = 8 << 20, MaxConcurrentRows = 33, StepTokens = 100 },
            new() { KvBudgetBytes = 200_000 },      // a few sequences fit: they push one another out
        ];
        foreach (EngineOptions options in mixes)
        {
            await using var engine = new EngineFixture(s_config, options);
            for (int round = 0; round < 2; round++)
            {
                GenerationResult[] together = await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request)));
                Check(together, alone);
            }
        }
    }

    [Test]
    public async Task Passes_side_by_side_give_the_same_bits_as_one()
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, 80).Select(i => Request(i))];
        GenerationResult[] alone = [.. await OneByOne(requests, new() { KvBudgetBytes = 8 << 20 })];
        await using var engine = new EngineFixture(s_config, new() { KvBudgetBytes = 8 << 20 }, threads: 2);
        Check(await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request))), alone);
    }

    [Test]
    public async Task A_seat_computes_only_its_new_tokens_each_turn()
    {
        await using var engine = new EngineFixture(s_config);
        List<int> tokens = [.. Enumerable.Range(0, 30)];
        int computed = 0;
        for (int turn = 0; turn < 5; turn++)
        {
            GenerationResult result = await engine.Engine.GenerateAsync(new(_decoder, [.. tokens]) { MaxNewTokens = 8 });
            computed += tokens.Count - result.CachedTokens;
            tokens.AddRange([.. result.TokenIds, 90, 91, 92]);
        }

        // After the first turn: the last token of the reply, which was drawn and never fed, and the partner's three.
        Assert.That(computed, Is.EqualTo(30 + (4 * 4)));
    }

    [Test]
    public async Task Requests_that_come_at_once_compute_what_they_share_once()
    {
        var random = new Random(1);
        int[] trunk = [.. Enumerable.Range(0, 70).Select(_ => random.Next(97))];
        GenerationRequest[] requests =
        [
            .. Enumerable.Range(0, 12).Select(i => new GenerationRequest(_decoder, i < 6 ? trunk : [.. trunk, i, i, i]) { MaxNewTokens = 12, Sampling = new() { Seed = (ulong)i } }),
        ];
        GenerationResult[] alone = [.. await OneByOne(requests, new() { KvBudgetBytes = 4 << 20 })];
        foreach (EngineOptions options in (EngineOptions[])[new() { KvBudgetBytes = 8 << 20 }, new() { KvBudgetBytes = 8 << 20, StepTokens = 20 }, new() { KvBudgetBytes = 200_000 }])
        {
            await using var engine = new EngineFixture(s_config, options);
            GenerationResult[] together = await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request)));
            Check(together, alone);
            int computed = requests.Zip(together).Sum(pair => pair.First.Prompt.Count - pair.Second.CachedTokens);
            Assert.That(options.KvBudgetBytes < 1 << 20 || computed <= 70 + (11 * 9), Is.True, $"{computed} tokens of {requests.Sum(request => request.Prompt.Count)}: of the trunk once the blocks, and then what is left of a block");
        }
    }

    [Test]
    public async Task Different_weights_share_a_batch_and_no_keys()
    {
        using Generator generator = new(2);
        using Decoder other = Decoder.Create(s_config, generator);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => Request(i % 3, i % 2 == 0 ? _decoder : other))];
        GenerationResult[] alone = [.. await OneByOne(requests, new() { KvBudgetBytes = 4 << 20 })];
        await using var engine = new EngineFixture(s_config, new() { KvBudgetBytes = 4 << 20 }, threads: 2);
        Check(await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request))), alone);
        Assert.That(alone[0].TokenIds, Is.Not.EqualTo(alone[3].TokenIds));
    }

    [Test]
    public async Task Adapters_share_a_batch_and_each_row_has_the_bits_it_has_alone()
    {
        using LoraAdapter first = Adapter(3, new() { Rank = 4 });
        using LoraAdapter second = Adapter(4, new() { Rank = 9, TargetModules = [LoraOptions.AllLinear] });
        AdapterUse?[] uses = [null, new(_host, first), new(_host, second)];
        GenerationRequest[] requests = [.. Enumerable.Range(0, 45).Select(i => Request(i / 3) with { Adapter = uses[i % 3] })];
        GenerationResult[] alone = [.. await OneByOne(requests, new() { KvBudgetBytes = 4 << 20 })];
        foreach (EngineOptions options in (EngineOptions[])[new() { KvBudgetBytes = 8 << 20 }, new() { KvBudgetBytes = 300_000, StepTokens = 40 }])
        {
            await using var engine = new EngineFixture(s_config, options, threads: 2);
            Check(await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request))), alone);
            Check(await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request))), alone);
        }

        Assert.That(Enumerable.Range(0, 15).Count(i => alone[3 * i].TokenIds.SequenceEqual(alone[(3 * i) + 1].TokenIds)), Is.LessThan(5), "adapters matter");
    }

    [Test]
    public async Task An_adapter_on_rows_says_what_merged_weights_say()
    {
        using LoraAdapter adapter = Adapter(3, new() { Rank = 4, TargetModules = [LoraOptions.AllLinear, "lm_head"] });
        GenerationRequest[] requests = [.. Enumerable.Range(0, 12).Select(i => Request(4 * i))];      // greedy ones
        await using var engine = new EngineFixture(s_config);
        GenerationResult[] rows = await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request with { Adapter = new(_host, adapter) })));
        await engine.Engine.ForgetAsync(_decoder);
        _host.Merge(adapter);
        GenerationResult[] merged = await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request)));
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.That(rows[i].TokenIds, Is.EqualTo(merged[i].TokenIds));
            Assert.That(rows[i].LogProbabilities, Is.EqualTo(merged[i].LogProbabilities).Within(1e-4f));
        }
    }

    [Test]
    public async Task Cancelling_takes_a_sequence_out_within_a_step()
    {
        await using var engine = new EngineFixture(s_config);
        using var cancellation = new CancellationTokenSource();
        int drawn = 0;
        GenerationRequest request = new(_decoder, [1]) { OnToken = _ => Cancel(++drawn) };
        Assert.That(async () => await engine.Engine.GenerateAsync(request, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(drawn, Is.EqualTo(5));

        bool Cancel(int count)
        {
            if (count == 5)
            {
                cancellation.Cancel();
            }

            return false;
        }
    }

    [Test]
    public async Task A_reader_that_fails_ends_its_own_reply()
    {
        await using var engine = new EngineFixture(s_config);
        Task<GenerationResult> good = engine.Engine.GenerateAsync(Request(1));
        GenerationRequest bad = Request(2) with { OnToken = _ => throw new InvalidDataException("reader") };
        Assert.That(async () => await engine.Engine.GenerateAsync(bad), Throws.TypeOf<InvalidDataException>());
        Assert.That((await good).TokenIds, Is.Not.Empty);
    }

    [Test]
    public async Task Weights_that_give_no_numbers_fail_their_own_requests()
    {
        using Decoder damaged = Decoder.Create(s_config, Generator.Default);
        using (no_grad())
        {
            foreach (var (_, parameter) in damaged.named_parameters())
            {
                parameter.fill_(float.NaN);
            }
        }

        await using var engine = new EngineFixture(s_config);
        Task<GenerationResult> good = engine.Engine.GenerateAsync(Request(1));
        Assert.That(async () => await engine.Engine.GenerateAsync(Request(1, damaged)), Throws.TypeOf<NonFiniteLogitsException>().With.Message.Contains("after 0 tokens"));
        Assert.That((await good).TokenIds, Is.Not.Empty);
    }

    [Test]
    public async Task A_full_queue_makes_callers_wait_or_refuses_them()
    {
        EngineOptions small = new() { KvBudgetBytes = 4 << 20, MaxConcurrentRows = 1, MaxQueuedRequests = 2 };
        await using var waiting = new EngineFixture(s_config, small);
        GenerationResult[] all = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => waiting.Engine.GenerateAsync(Request(i))));
        Assert.That(all, Has.Length.EqualTo(9).And.All.Not.Null);

        await using var refusing = new EngineFixture(s_config, small with { RefuseWhenFull = true });
        using var first = new ManualResetEventSlim();
        Task<GenerationResult>[] three = [.. Enumerable.Range(0, 3).Select(i => refusing.Engine.GenerateAsync(Request(i) with { OnToken = _ => !first.Wait(TimeSpan.FromSeconds(10)) }))];
        Assert.That(async () => await refusing.Engine.GenerateAsync(Request(4)), Throws.TypeOf<QueueFullException>().With.Property("Capacity").EqualTo(3));
        first.Set();
        Assert.That((await Task.WhenAll(three)).Length, Is.EqualTo(3));
        Assert.That((await refusing.Engine.GenerateAsync(Request(4))).TokenIds, Is.EqualTo(all[4].TokenIds), "and takes on others afterwards");
    }

    [TestCase(new int[0], "empty")]
    [TestCase(new[] { 3, 97 }, "97")]
    [TestCase(new[] { -1 }, "-1")]
    public async Task Prompts_that_no_model_can_read_are_refused(int[] prompt, string part)
    {
        await using var engine = new EngineFixture(s_config);
        Assert.That(async () => await engine.Engine.GenerateAsync(new(_decoder, prompt)), Throws.ArgumentException.With.Message.Contains(part));
    }

    [Test]
    public async Task Prompts_beyond_context_or_memory_are_refused_and_replies_end_there()
    {
        await using var engine = new EngineFixture(s_config);
        await using var small = new EngineFixture(s_config, new() { KvBudgetBytes = 4 * CpuKvStore.BlockBytesOf(KvLayout.Of(s_config)) });
        GenerationResult full = await engine.Engine.GenerateAsync(new(_decoder, [.. new int[150]]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((full.TokenIds.Count, full.End), Is.EqualTo((10, GenerationEnd.Length)));
            Assert.That(async () => await engine.Engine.GenerateAsync(new(_decoder, new int[160])), Throws.TypeOf<ContextLengthException>().With.Message.Contains("160 tokens, and the model's context"));
            Assert.That(async () => await small.Engine.GenerateAsync(new(_decoder, new int[64])), Throws.TypeOf<ContextLengthException>().With.Message.Contains("budget"));
            Assert.That((await small.Engine.GenerateAsync(new(_decoder, new int[60]))).TokenIds, Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task A_budget_below_one_block_is_refused()
    {
        await using var queue = new DeviceQueue(CPU);
        Assert.That(() => new GenerationEngine(queue, s_config, new() { KvBudgetBytes = 10 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("16 tokens"));
    }

    private static async Task<List<GenerationResult>> OneByOne(IEnumerable<GenerationRequest> requests, EngineOptions options)
    {
        var results = new List<GenerationResult>();
        foreach (GenerationRequest request in requests)
        {
            await using var engine = new EngineFixture(s_config, options);
            results.Add(await engine.Engine.GenerateAsync(request));
        }

        return results;
    }

    private static void Check(GenerationResult[] results, GenerationResult[] expected)
    {
        for (int i = 0; i < results.Length; i++)
        {
            Assert.That(results[i].TokenIds, Is.EqualTo(expected[i].TokenIds));
            Assert.That(results[i].LogProbabilities, Is.EqualTo(expected[i].LogProbabilities), "to the bit");
            Assert.That(results[i].End, Is.EqualTo(expected[i].End));
        }
    }

    private LoraAdapter Adapter(ulong seed, LoraOptions options)
    {
        using var off = no_grad();
        using Generator generator = new(seed);
        LoraAdapter adapter = _host.CreateAdapter(options, generator, CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.2, generator);
        }

        adapter.Freeze();
        return adapter;
    }

    /// <summary>Prompts of 1 to 80 tokens, several with the same beginning; greedy and drawn; with and without a constraint.</summary>
    private GenerationRequest Request(int seed, Decoder? decoder = null)
    {
        var random = new Random(seed);
        int[] shared = [.. Enumerable.Range(0, 25).Select(i => (i * (seed % 3)) % 97)];
        int[] prompt = [.. shared.Take(random.Next(26)), .. Enumerable.Range(0, 1 + random.Next(55)).Select(_ => random.Next(97))];
        return new(decoder ?? _decoder, prompt)
        {
            MaxNewTokens = 1 + random.Next(40),
            EndTokens = [96],
            Sampling = new()
            {
                Temperature = seed % 4 == 0 ? 0 : 0.5f + (float)random.NextDouble(),
                TopK = seed % 5 == 1 ? 10 : null,
                RepetitionPenalty = seed % 7 == 2 ? 1.2f : 1,
                Seed = (ulong)seed,
            },
        };
    }
}
