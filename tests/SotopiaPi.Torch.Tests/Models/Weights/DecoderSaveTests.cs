using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class DecoderSaveTests
{
    private static IEnumerable<string> Cases => SharedFolder.Cases("lm/models", folders: true);

    [TestCaseSource(nameof(Cases))]
    [Category("Fixtures.lm")]
    public void A_saved_folder_holds_the_same_configuration_and_bytes(string name)
    {
        string folder = SharedFolder.RequireCase("lm/models", name);
        DecoderConfig config = DecoderConfig.Load(folder);
        using SafetensorsFolder source = SafetensorsFolder.Open(folder);
        using TemporaryFolder saved = new();
        using (Decoder decoder = Decoder.Load(folder, new DecoderOptions { Type = source.Tensors.Values.First().ScalarType!.Value }))
        {
            decoder.Save(saved.Path);
        }

        DecoderConfig again = DecoderConfig.Load(saved.Path);
        Assert.That(again.Layers, Is.EqualTo(config.Layers));
        Assert.That(again with { Layers = config.Layers }, Is.EqualTo(config));
        using SafetensorsFolder copy = SafetensorsFolder.Open(saved.Path);
        Assert.That(copy.Tensors.Keys, Is.EquivalentTo(source.Tensors.Keys));
        using var scope = NewDisposeScope();
        foreach (string tensor in source.Tensors.Keys)
        {
            Assert.That(copy.Tensors[tensor].Type, Is.EqualTo(source.Tensors[tensor].Type), tensor);
            Assert.That(copy.Read(tensor, CPU).bytes.SequenceEqual(source.Read(tensor, CPU).bytes), tensor);
        }
    }

    [Test]
    public void Large_models_are_saved_in_shards_that_replace_what_was_there()
    {
        using TemporaryFolder folder = new();
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator);
        decoder.Save(folder.Path);
        decoder.Save(folder.Path, maxShardBytes: 3000);
        string[] files = [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        int shards = files.Count(file => file.StartsWith("model-", StringComparison.Ordinal));
        Assert.That(shards, Is.GreaterThan(2));
        Assert.That(files, Is.EquivalentTo(Enumerable.Range(1, shards).Select(i => $"model-{i:00000}-of-{shards:00000}.safetensors").Append("config.json").Append("model.safetensors.index.json")));
        Assert.That(files.Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)).Select(file => new FileInfo(folder.File(file)).Length), Has.All.LessThan(3000 + 2000));   // headers
        long total = (long)JsonNode.Parse(File.ReadAllText(folder.File("model.safetensors.index.json")))!["metadata"]!["total_size"]!;
        Assert.That(total, Is.EqualTo(decoder.parameters().Sum(p => p.numel()) * 4));

        using (Decoder read = Decoder.Load(folder.Path))
        {
            Same(read, decoder);
        }

        decoder.Save(folder.Path, ScalarType.BFloat16);
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EquivalentTo(["config.json", "model.safetensors"]));
        using Decoder half = Decoder.Load(folder.Path, new DecoderOptions { Type = ScalarType.BFloat16 });
        Assert.That(half.Config.Layers, Has.Count.EqualTo(2));
    }

    /// <summary>Each tensor is larger than a shard may be: each gets a file of its own.</summary>
    [Test]
    public void A_tensor_larger_than_a_shard_gets_its_own()
    {
        using TemporaryFolder folder = new();
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama(1), generator, new DecoderOptions { Quantization = WeightQuantization.Nf4Nested });
        decoder.Save(folder.Path, maxShardBytes: 1);
        using Decoder read = Decoder.Load(folder.Path);
        Same(read, decoder);
        Assert.That(() => decoder.Save(folder.Path, maxShardBytes: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Random_weights_depend_on_the_seed_alone_and_survive_saving()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        foreach (TemporaryFolder folder in new[] { first, second })
        {
            using Generator generator = new(42);
            using Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator);
            decoder.Save(folder.Path);
        }

        Assert.That(File.ReadAllBytes(first.File("model.safetensors")), Is.EqualTo(File.ReadAllBytes(second.File("model.safetensors"))));
        Assert.That(File.ReadAllText(first.File("config.json")), Does.Contain("LlamaForCausalLM").And.Contain("\"torch_dtype\": \"float32\""));
    }

    private static void Same(Decoder a, Decoder b)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor ids = tensor(new long[] { 1, 5, 9, 3, 2, 7 });
        Assert.That(a.forward(ids).eq(b.forward(ids)).all().ToBoolean());
    }

    [Test]
    public void A_configuration_that_its_family_cannot_say_is_refused()
    {
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama() with { EmbeddingScale = 2 }, generator);
        using TemporaryFolder folder = new();
        Assert.That(() => decoder.Save(folder.Path), Throws.InvalidOperationException.With.Message.Contains("cannot say what this configuration says"));
    }
}
