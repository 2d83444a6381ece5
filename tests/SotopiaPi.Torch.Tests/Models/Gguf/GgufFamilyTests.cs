using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every family that GGUF knows, as tiny decoders of random weights: written, read back, and computed by llama.cpp.</summary>
[LiveTensorsFlat]
internal sealed class GgufFamilyTests
{
    private static readonly RopeConfig s_rope = new(1000);
    private static readonly int[] s_ids = [1, 5, 9, 3, 2, 7, 7, 18, 30, 11, 4, 25, 8];

    private static IEnumerable<TestCaseData> Families()
    {
        DecoderConfig llama = Shape("llama");
        yield return Named("llama", llama);
        yield return Named("llama, tied, biases", llama with { TieEmbeddings = true, QueryKeyValueBias = true, OutputBias = true, MlpBias = true });
        yield return Named("llama, linear", llama with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.Linear(3) }) });
        yield return Named("llama, llama3", llama with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.Llama3(8, 1, 4, 32) }) });
        yield return Named("llama, yarn", llama with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.Yarn(4, 16, 32, 1, (0.1 * Math.Log(4)) + 1, Truncate: true) }) });
        yield return Named("mistral", llama with { ModelType = "mistral" });
        yield return Named("qwen2", Shape("qwen2", 16) with { QueryKeyValueBias = true });
        yield return Named("qwen2, yarn", Shape("qwen2", 16) with { QueryKeyValueBias = true, Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.Yarn(2, 32, 32, 1, (0.1 * Math.Log(2)) + 1, Truncate: true) }) });
        yield return Named("qwen3", Shape("qwen3") with { QueryKeyNorm = QueryKeyNorm.PerHead, TieEmbeddings = true });
        yield return Named("phi3", Shape("phi3", 16) with { FusedProjections = true });
        yield return Named("phi3, half rotates", Shape("phi3", 16) with { FusedProjections = true, Layers = LayerConfig.Repeat(2, s_rope with { RotaryFraction = 0.5 }) });
        yield return Named("phi3, longrope", Shape("phi3", 16) with { FusedProjections = true, MaxPositions = 1024, Layers = LayerConfig.Repeat(2, s_rope with { Scaling = LongRope(512) }) });
        yield return Named("gemma2", Gemma("gemma2", 2) with { AttentionSoftCap = 4, LogitSoftCap = 6 });
        yield return Named("gemma3", Gemma("gemma3_text", 6) with { QueryKeyNorm = QueryKeyNorm.PerHead });
        yield return Named("gemma3, every third", Gemma("gemma3_text", 3) with { QueryKeyNorm = QueryKeyNorm.PerHead });
        yield return Named("olmo2", Shape("olmo2", 16) with { NormPlacement = NormPlacement.After, QueryKeyNorm = QueryKeyNorm.WholeProjection });
        yield return Named("smollm3", Shape("smollm3") with { TieEmbeddings = true, Layers = [.. Enumerable.Range(1, 5).Select(place => new LayerConfig(null, place % 4 == 0 ? null : s_rope))] });
    }

    [TestCaseSource(nameof(Families))]
    public void A_file_of_float32_computes_the_same(DecoderConfig config)
    {
        using TemporaryFolder folder = new();
        using Decoder decoder = Create(config);
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Type = "F32", Name = "tiny" });
        using (GgufFile file = GgufFile.Open(folder.File("a.gguf")))
        {
            Assert.That(file.Metadata.Text("general.name"), Is.EqualTo("tiny"));
        }

        using Decoder read = Decoder.Load(folder.File("a.gguf"));
        Assert.That(read.Config.ModelType, Is.EqualTo(config.ModelType == "mistral" ? "llama" : config.ModelType));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor ids = tensor(s_ids.Select(id => (long)id).ToArray());
        Assert.That(Tensors.MaxDifference(read.forward(ids), decoder.forward(ids)), Is.LessThan(2e-5));
    }

    [TestCaseSource(nameof(Families))]
    [Slow]
    public void Llama_cpp_computes_the_same(DecoderConfig config)
    {
        using TemporaryFolder folder = new();
        using Decoder decoder = Create(config);
        GgufWriter.Write(folder.File("none.gguf"), new Dictionary<string, object> { ["tokenizer.ggml.model"] = "none" }, []);
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Type = "F32", Tokenizer = folder.File("none.gguf") });
        LlamaCpp.Answer other = LlamaCpp.Ask(folder.File("a.gguf"), new([], [], 0) { Ids = s_ids });
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor logits = decoder.forward(tensor(s_ids.Select(id => (long)id).ToArray())).narrow(0, s_ids.Length - 1, 1).squeeze(0);
        double difference = Tensors.MaxDifference(tensor(other.Logits!), logits);
        double spread = logits.std().ToDouble();
        TestContext.Out.WriteLine($"difference {difference:G3}, standard deviation of the logits {spread:G3}");
        Assert.That(difference / spread, Is.LessThan(config.Activation == DecoderActivation.GeluTanh ? 5e-3 : 1e-4));   // llama.cpp looks GELU up in a table of half precision
    }

    [Test]
    public void Positions_up_to_the_window_are_written_where_windows_cannot_be()
    {
        using TemporaryFolder folder = new();
        DecoderConfig config = Shape("mistral") with { Layers = LayerConfig.Repeat(2, s_rope, window: 8) };
        using Decoder decoder = Create(config);
        Assert.That(() => GgufExport.Write(decoder, folder.File("a.gguf")), Throws.TypeOf<NotSupportedException>().With.Message.Contains("at most 8"));
        GgufExport.Write(decoder, folder.File("a.gguf"), new GgufExportOptions { Type = "F32", MaxPositions = 8 });
        using Decoder read = Decoder.Load(folder.File("a.gguf"));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Assert.That(read.Positions, Is.EqualTo(8));
        Tensor ids = tensor(new long[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        Assert.That(Tensors.MaxDifference(read.forward(ids), decoder.forward(ids)), Is.LessThan(2e-5));
    }

    private static DecoderConfig Shape(string family, int headSize = 32) => new()
    {
        ModelType = family,
        VocabularySize = 37,
        HiddenSize = 64,
        IntermediateSize = 96,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = headSize,
        Layers = LayerConfig.Repeat(2, s_rope),
        MaxPositions = 64,
        NormEpsilon = 1e-5,
        InitializerRange = 0.2,
    };

    private static DecoderConfig Gemma(string family, int period) => Shape(family) with
    {
        NormPlacement = NormPlacement.BeforeAndAfter,
        NormAddsOne = true,
        Activation = DecoderActivation.GeluTanh,
        EmbeddingScale = 8,
        AttentionScale = 1 / Math.Sqrt(32),
        TieEmbeddings = true,
        Layers = [.. Enumerable.Range(1, 7).Select(place => place % period == 0 ? new LayerConfig(null, Global(family)) : new LayerConfig(5, family == "gemma2" ? Global(family) : new RopeConfig(300)))],
    };

    private static RopeConfig Global(string family) => family == "gemma2" ? new RopeConfig(10000) : s_rope with { Scaling = new RopeScaling.Linear(2) };

    private static RopeScaling.LongRope LongRope(int original) =>
        new([.. Enumerable.Range(0, 8).Select(i => 1 + (0.03 * i))], [.. Enumerable.Range(0, 8).Select(i => 1.5 + (0.5 * i))], original, 1.09);

    private static TestCaseData Named(string name, DecoderConfig config) => new TestCaseData(config).SetArgDisplayNames(name);

    private static Decoder Create(DecoderConfig config)
    {
        using Generator generator = new(4);
        Decoder decoder = Decoder.Create(config, generator);
        using var off = no_grad();
        foreach (var parameter in decoder.parameters().Where(p => p.dim() == 1))
        {
            parameter.uniform_(0.3, 1.2, generator);                               // norms and biases must matter, too
        }

        return decoder;
    }
}
