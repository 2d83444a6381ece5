using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class GgufExportTests
{
    private static readonly long[] s_ids = [1, 5, 9, 3, 2, 7, 7, 18];

    [TestCase("F16", 0.002)]
    [TestCase("Q8_0", 0.1)]
    public void Files_of_fewer_bits_stay_close(string type, double tolerance)
    {
        using TemporaryFolder folder = new();
        using Decoder decoder = Create(TinyConfig.Llama() with { HiddenSize = 64, IntermediateSize = 96, HeadSize = 16, InitializerRange = 0.1 });
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Type = type });
        using (GgufFile file = GgufFile.Open(folder.File("a.gguf")))
        {
            Assert.That(file.Tensors["blk.0.ffn_down.weight"].Type, Is.EqualTo(type));
            Assert.That(file.Tensors["output_norm.weight"].Type, Is.EqualTo("F32"));
        }

        using Decoder read = Decoder.Load(folder.File("a.gguf"));
        Assert.That(Logits(read, decoder), Is.LessThan(tolerance).And.GreaterThan(0));
    }

    [Test]
    public void A_merged_adapter_is_part_of_the_file()
    {
        using TemporaryFolder folder = new();
        LoraHost host = new();
        using Generator generator = new(4);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator, new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { TargetModules = [LoraOptions.AllLinear] }, generator, CPU);
        using (no_grad())
        {
            foreach (LoraModule module in adapter.Modules.Values)
            {
                module.Up!.normal_(0, 0.3, generator);
            }
        }

        host.Merge(adapter);
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Type = "F32" });
        using Decoder read = Decoder.Load(folder.File("a.gguf"));
        Assert.That(Logits(read, decoder), Is.LessThan(1e-6));
        host.Unmerge();
        Assert.That(Logits(read, decoder), Is.GreaterThan(0.01));
    }

    [Test]
    [Category("Fixtures.lm")]
    public void The_tokenizer_of_a_file_is_taken_over()
    {
        string model = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        using TemporaryFolder folder = new();
        using Decoder decoder = Create(TinyConfig.Llama());
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Tokenizer = model });
        using GgufFile original = GgufFile.Open(model);
        using GgufFile copy = GgufFile.Open(folder.File("a.gguf"));
        foreach (string key in original.Metadata.Keys.Where(key => key.StartsWith("tokenizer.", StringComparison.Ordinal)))
        {
            Assert.That(copy.Metadata.Value(key), Is.EqualTo(original.Metadata.Value(key)), key);
        }

        const string Text = "Hello, world! 12 <|im_start|>user\n";
        Assert.That(HuggingFaceTokenizer.FromGguf(copy.Metadata).Encode(Text, addSpecialTokens: false), Is.EqualTo(HuggingFaceTokenizer.FromGguf(original.Metadata).Encode(Text, addSpecialTokens: false)));
    }

    [Test]
    public void What_the_format_cannot_say_is_refused()
    {
        using TemporaryFolder folder = new();
        void Refused(DecoderConfig config, string problem)
        {
            using Decoder decoder = Create(config);
            Assert.That(() => GgufExport.Write(decoder, folder.File("a.gguf")), Throws.TypeOf<NotSupportedException>().With.Message.Contains(problem));
        }

        Refused(TinyConfig.Llama(window: 3), "a window of 3 tokens");
        Refused(TinyConfig.Llama() with { ModelType = "olmo2" }, "these places of norms");
        Refused(TinyConfig.Llama() with { Layers = LayerConfig.Repeat(2, new RopeConfig(1000) { RotaryFraction = 0.5 }) }, "rotary embedding");
        Refused(TinyConfig.Llama() with { ModelType = "other" }, "type 'other'");
        Refused(TinyConfig.Llama() with { LogitSoftCap = 3 }, "a cap of logits");
        Refused(TinyConfig.Llama() with { ModelType = "qwen2", QueryKeyValueBias = true }, "heads of 4 in a model of 12 / 6");
        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
        Assert.That(() => new GgufExportOptions { Type = "Q2_K" }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static Decoder Create(DecoderConfig config)
    {
        using Generator generator = new(4);
        return Decoder.Create(config, generator);
    }

    private static double Logits(Decoder a, Decoder b)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor ids = tensor(s_ids);
        return Tensors.MaxDifference(a.forward(ids), b.forward(ids));
    }
}
