using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LoraHostTests
{
    [Test]
    public void A_new_adapter_changes_nothing_and_follows_the_seed()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using LoraAdapter first = Create(host, seed: 5);
        using LoraAdapter second = Create(host, seed: 5);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor plain = decoder.forward(Ids());
        host.Use(first);
        Assert.That(Tensors.MaxDifference(decoder.forward(Ids()), plain), Is.Zero);
        foreach (LoraModule module in first.Modules.Values)
        {
            Assert.That(Tensors.MaxDifference(module.Down!, second.Modules[module.Path].Down!), Is.Zero);
            Assert.That(module.Down!.abs().max().ToDouble(), Is.LessThanOrEqualTo(1 / Math.Sqrt(module.Down!.size(1))).And.GreaterThan(0));
        }
    }

    [Test]
    public void Targets_are_ends_of_paths_or_all_but_the_head()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using (LoraAdapter two = Create(host))
        {
            Assert.That(two.Modules, Has.Count.EqualTo(4));
            Assert.That(two.Modules.Keys, Has.All.Match("(q_proj|v_proj)$"));
        }

        using LoraAdapter all = Create(host, options: new LoraOptions { TargetModules = [LoraOptions.AllLinear], Rank = 2 });
        Assert.That(all.Modules, Has.Count.EqualTo(14).And.Not.ContainKey("lm_head"));
        JsonArray targets = JsonNode.Parse(all.Config.ToJson())!["target_modules"]!.AsArray();
        Assert.That(targets.Select(target => (string)target!), Is.EqualTo(["down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj"]));
        Assert.That(() => Create(host, options: new LoraOptions { TargetModules = ["proj"] }),
            Throws.ArgumentException.With.Message.Contains("No layer ends with proj").And.Message.Contains("model.layers.0.self_attn.q_proj"));
    }

    [Test]
    public void Patterns_choose_layers_ranks_and_scaling_as_in_PEFT_and_survive_saving()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        LoraOptions options = new()
        {
            TargetPattern = @"model\.layers\.1\..*(q|o)_proj",
            Rank = 2,
            Alpha = 4,
            RankPattern = new Dictionary<string, int> { ["o_proj"] = 5 },
            AlphaPattern = new Dictionary<string, double> { [@"layers\.\d+\.self_attn\.q_proj"] = 6.5 },
        };
        using LoraAdapter adapter = Create(host, options: options);
        Assert.That(adapter.Modules.Keys, Is.EquivalentTo(["model.layers.1.self_attn.q_proj", "model.layers.1.self_attn.o_proj"]));
        using TemporaryFolder folder = new();
        adapter.Save(folder.Path);
        Assert.That((string?)JsonNode.Parse(adapter.Config.ToJson())!["target_modules"], Is.EqualTo(options.TargetPattern));
        using LoraAdapter read = LoraAdapter.Load(folder.Path, CPU);
        foreach (LoraAdapter either in new[] { adapter, read })
        {
            LoraModule query = either.Modules["model.layers.1.self_attn.q_proj"], output = either.Modules["model.layers.1.self_attn.o_proj"];
            Assert.That((query.Down!.size(0), query.Scaling), Is.EqualTo((2L, 3.25)));
            Assert.That((output.Down!.size(0), output.Scaling), Is.EqualTo((5L, 0.8)));
        }

        Assert.That(() => Create(host, options: new LoraOptions { TargetPattern = "q_proj" }), Throws.ArgumentException.With.Message.Contains("No layer matches q_proj"));
    }

    [Test]
    public void Rows_with_different_adapters_give_what_each_gives_alone()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using LoraAdapter first = Filled(Create(host, seed: 1));
        using LoraAdapter second = Filled(Create(host, seed: 2, options: new LoraOptions { Rank = 3, TargetModules = ["o_proj", "down_proj"] }));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using CausalBatch batch = new([5, 4, 7], CPU);
        Tensor ids = cat([Ids(5), Ids(4), Ids(7)]);
        Tensor Hidden() => decoder.Hidden(ids, batch.Positions, batch);
        host.Use(first);
        Tensor withFirst = Hidden();
        host.Use(second);
        Tensor withSecond = Hidden();
        host.Use((LoraAdapter?)null);
        Tensor plain = Hidden();
        host.Use([new LoraRows(first, 5), new LoraRows(null, 4), new LoraRows(second, 7)]);
        Tensor mixed = Hidden();
        Tensor expected = cat([withFirst.narrow(0, 0, 5), plain.narrow(0, 5, 4), withSecond.narrow(0, 9, 7)]);
        Assert.That(Tensors.MaxDifference(mixed, expected), Is.LessThan(1e-5));

        host.Use([new LoraRows(first, 5), new LoraRows(second, 2)]);
        Assert.That(Hidden, Throws.InvalidOperationException.With.Message.Contains("got 16 rows, but adapters were assigned to 7"));
    }

    [Test]
    public void Dropout_needs_a_generator_and_follows_its_seed()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using LoraAdapter adapter = Filled(Create(host, options: new LoraOptions { Dropout = 0.5 }));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        host.Use(adapter);
        Tensor plain = decoder.forward(Ids());
        Tensor Dropped(ulong seed)
        {
            using Generator generator = new(seed);
            host.DropoutGenerator = generator;
            return decoder.forward(Ids());
        }

        Assert.That(Tensors.MaxDifference(Dropped(3), plain), Is.GreaterThan(0));
        Assert.That(Tensors.MaxDifference(Dropped(3), Dropped(3)), Is.Zero);
        Assert.That(Tensors.MaxDifference(Dropped(3), Dropped(4)), Is.GreaterThan(0));
        host.DropoutGenerator = null;
        Assert.That(Tensors.MaxDifference(decoder.forward(Ids()), plain), Is.Zero);
    }

    [Test]
    public void A_merge_that_is_not_finite_changes_no_weight()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using LoraAdapter adapter = Filled(Create(host));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor plain = decoder.forward(Ids());
        adapter.Modules["model.layers.1.self_attn.v_proj"].Up!.fill_(float.NaN);
        Assert.That(() => host.Merge(adapter), Throws.InvalidOperationException.With.Message.Contains("'model.layers.1.self_attn.v_proj' is not finite"));
        Assert.That(Tensors.MaxDifference(decoder.forward(Ids()), plain), Is.Zero);
        Assert.That(host.Merged, Is.Null);
    }

    [Test]
    public void Only_one_adapter_is_merged_at_a_time()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        using LoraAdapter adapter = Filled(Create(host));
        host.Merge(adapter);
        Assert.That(() => host.Merge(adapter), Throws.InvalidOperationException.With.Message.Contains("call Unmerge first"));
        host.Unmerge();
        Assert.That(host.Merged, Is.Null);
    }

    [Test]
    public void An_adapter_of_another_model_is_refused()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        LoraHost wider = new();
        using Generator generator = new(0);
        using Decoder other = Decoder.Create(TinyConfig.Llama(layers: 3) with { HiddenSize = 24 }, generator, new DecoderOptions { Wrap = wider.Wrap });
        using LoraAdapter adapter = Create(wider);
        Assert.That(() => host.Use(adapter), Throws.ArgumentException.With.Message.Contains("'model.layers.0.self_attn.q_proj'").And.Message.Contains("do not fit a layer from 12 to 24"));
        using LoraAdapter deeper = Create(wider, options: new LoraOptions { TargetModules = ["layers.2.self_attn.q_proj"] });
        Assert.That(() => host.Use(deeper), Throws.ArgumentException.With.Message.Contains("'model.layers.2.self_attn.q_proj', which the decoder lacks"));
    }

    [Test]
    public void One_host_serves_one_decoder()
    {
        LoraHost host = new();
        using Decoder decoder = Tiny(host);
        Assert.That(() => Tiny(host), Throws.InvalidOperationException.With.Message.Contains("serves one decoder"));
    }

    private static Decoder Tiny(LoraHost host)
    {
        using Generator generator = new(0);
        return Decoder.Create(TinyConfig.Llama(), generator, new DecoderOptions { Wrap = host.Wrap });
    }

    private static LoraAdapter Create(LoraHost host, ulong seed = 0, LoraOptions? options = null)
    {
        using Generator generator = new(seed);
        return host.CreateAdapter(options ?? new LoraOptions(), generator, CPU);
    }

    private static LoraAdapter Filled(LoraAdapter adapter)
    {
        using Generator generator = new(9);
        using var off = no_grad();
        foreach (LoraModule module in adapter.Modules.Values)
        {
            module.Up!.normal_(0, 0.2, generator);
        }

        return adapter;
    }

    private static Tensor Ids(int count = 9) => tensor(Enumerable.Range(0, count).Select(i => (i * 7L) % 19).ToArray());
}
