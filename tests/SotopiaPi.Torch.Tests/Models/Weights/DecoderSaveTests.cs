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

    [Test]
    public void A_configuration_that_its_family_cannot_say_is_refused()
    {
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama() with { EmbeddingScale = 2 }, generator);
        using TemporaryFolder folder = new();
        Assert.That(() => decoder.Save(folder.Path), Throws.InvalidOperationException.With.Message.Contains("cannot say what this configuration says"));
    }
}
