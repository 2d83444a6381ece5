using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class DecoderTests
{
    private static readonly RopeConfig s_rope = new(1000);

    /// <summary>What families differ in, one by one.</summary>
    internal static IEnumerable<TestCaseData> Variants()
    {
        DecoderConfig llama = TinyConfig.Llama();
        yield return Named("grouped heads", llama);
        yield return Named("all heads share one", llama with { KeyValueHeadCount = 1 });
        yield return Named("window", TinyConfig.Llama(window: 3));
        yield return Named("window of one", TinyConfig.Llama(window: 1));
        yield return Named("biases", llama with { QueryKeyValueBias = true, OutputBias = true, MlpBias = true });
        yield return Named("tied", llama with { TieEmbeddings = true });
        yield return Named("half of each head rotates", llama with { HeadSize = 8, Layers = LayerConfig.Repeat(2, s_rope with { RotaryFraction = 0.5 }) });
        yield return Named("a layer without positions", llama with { Layers = [new LayerConfig(null, s_rope), new LayerConfig(4, null)] });
        yield return Named("fused projections", llama with { FusedProjections = true });
        yield return Named("exact GELU", llama with { Activation = DecoderActivation.Gelu });
        yield return Named("linear scaling", llama with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.Linear(3) }) });
        yield return Named("longrope", llama with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.LongRope([1.5, 4], [2, 8], 64, 1.2) }) });
        yield return Named("norm per head", llama with { QueryKeyNorm = QueryKeyNorm.PerHead });
        yield return Named("norm of whole projections, after", llama with { QueryKeyNorm = QueryKeyNorm.WholeProjection, NormPlacement = NormPlacement.After });
        yield return Named("caps, scales, two thetas, norms before and after", llama with
        {
            NormPlacement = NormPlacement.BeforeAndAfter,
            NormAddsOne = true,
            Activation = DecoderActivation.GeluTanh,
            EmbeddingScale = 3.3,
            AttentionScale = 0.4,
            AttentionSoftCap = 1.5,
            LogitSoftCap = 2,
            Layers = [new LayerConfig(5, new RopeConfig(100)), new LayerConfig(null, new RopeConfig(5000))],
        });
    }

    [TestCaseSource(nameof(Variants))]
    public void Packed_sequences_agree_with_plain_loops(DecoderConfig config)
    {
        using Decoder decoder = Random(config);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        ScalarDecoder scalar = new(config, Weights(decoder));
        long[] lengths = [7, 1, 11, 5, 10, 6];                                      // falls into several padded groups
        long[][] sequences = [.. lengths.Select((length, s) => Enumerable.Range(0, (int)length).Select(t => ((t * 7L) + (s * 3) + (t * t)) % 19).ToArray())];
        using CausalBatch batch = new(lengths, CPU);
        Tensor logits = decoder.Logits(decoder.Hidden(tensor(sequences.SelectMany(ids => ids).ToArray()), batch.Positions, batch));
        double[] expected = [.. sequences.SelectMany(ids => scalar.Logits(ids)).SelectMany(row => row)];
        Assert.That(logits.data<double>().ToArray(), Is.EqualTo(expected).Within(2e-6));   // rotary tables are float32
    }

    [TestCaseSource(nameof(Variants))]
    public void Gradients_of_every_parameter_agree_with_finite_differences(DecoderConfig config)
    {
        using Decoder decoder = Random(config, trainable: true);
        using var scope = NewDisposeScope();
        using CausalBatch batch = new([6, 4], CPU);
        Tensor ids = tensor(new long[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 });
        Tensor targets = tensor(new long[] { 1, 4, 1, 5, 9, 2, 6, 5, 3, 8 });
        Tensor Loss() => nn.functional.cross_entropy(decoder.Logits(decoder.Hidden(ids, batch.Positions, batch)), targets);
        Loss().backward();
        using var off = no_grad();
        foreach (var (name, parameter) in decoder.named_parameters())
        {
            // The derivative along one random direction tests all entries of the tensor at once.
            Tensor direction = randn_like(parameter);
            const double Step = 1e-5;
            parameter.add_(direction, Step);
            double above = Loss().ToDouble();
            parameter.add_(direction, -2 * Step);
            double below = Loss().ToDouble();
            parameter.add_(direction, Step);
            double expected = (above - below) / (2 * Step);
            double actual = (parameter.grad! * direction).sum().ToDouble();
            Assert.That(actual, Is.EqualTo(expected).Within(1e-6 + (1e-5 * Math.Abs(expected))), name);
        }
    }

    [Test]
    public void A_sequence_does_not_depend_on_its_neighbours()
    {
        using Decoder decoder = Random(TinyConfig.Llama(window: 4));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using CausalBatch together = new([9, 3, 9, 8], CPU);
        Tensor ids = tensor(Enumerable.Range(0, 29).Select(t => (t * 5L) % 19).ToArray());
        Tensor packed = decoder.Logits(decoder.Hidden(ids, together.Positions, together));
        Tensor alone = decoder.forward(ids.narrow(0, 12, 9));
        Assert.That(Tensors.MaxDifference(packed.narrow(0, 12, 9), alone), Is.LessThan(1e-12));
    }

    [Test]
    public void Longrope_keeps_to_its_original_length_unless_more_is_asked_for()
    {
        DecoderConfig config = TinyConfig.Llama() with { Layers = LayerConfig.Repeat(2, s_rope with { Scaling = new RopeScaling.LongRope([1, 2], [3, 4], 16, 1) }) };
        using Generator generator = new(1);
        using Decoder usual = Decoder.Create(config, generator);
        using Decoder longer = Decoder.Create(config, generator, new DecoderOptions { MaxPositions = 17 });
        Assert.That((usual.Positions, longer.Positions), Is.EqualTo((16, 17)));
    }

    [TestCaseSource(nameof(Variants))]
    public void Wanted_rows_are_those_of_all_rows(DecoderConfig config)
    {
        using Decoder decoder = Random(config);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using CausalBatch batch = new([6, 4], CPU);
        Tensor ids = tensor(new long[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 });
        Tensor rows = tensor(new long[] { 9, 2, 2, 5 });
        Tensor some = decoder.Hidden(ids, batch.Positions, batch, rows);
        Assert.That(Tensors.MaxDifference(some, decoder.Hidden(ids, batch.Positions, batch).index_select(0, rows)), Is.LessThan(1e-12));
    }

    [Test]
    public void Tokens_of_another_type_or_shape_are_refused()
    {
        using Decoder decoder = Random(TinyConfig.Llama());
        using var scope = NewDisposeScope();
        using CausalBatch batch = new([3], CPU);
        Tensor ids = tensor(new long[] { 1, 2, 3 });
        Assert.That(() => decoder.Hidden(ids.to(ScalarType.Int32), batch.Positions, batch), Throws.ArgumentException.With.Message.Contains("'ids' is Int32 [3], wanted Int64 [N]"));
        Assert.That(() => decoder.Hidden(ids.unsqueeze(0), batch.Positions, batch), Throws.ArgumentException.With.Message.Contains("[1, 3], wanted Int64 [N]"));
        Assert.That(() => decoder.Hidden(ids, arange(2L), batch), Throws.ArgumentException.With.Message.Contains("2 positions for 3 ids"));
        Assert.That(() => new CausalBatch([], CPU), Throws.ArgumentException.With.Message.Contains("wanted at least one"));
        Assert.That(() => new CausalBatch([3, 0], CPU), Throws.ArgumentException.With.Message.Contains("[3, 0]"));
    }

    private static TestCaseData Named(string name, DecoderConfig config) => new TestCaseData(config).SetArgDisplayNames(name);

    private static Decoder Random(DecoderConfig config, bool trainable = false)
    {
        using Generator generator = new(11);
        Decoder decoder = Decoder.Create(config, generator, new DecoderOptions { Type = ScalarType.Float64, Trainable = trainable });
        using var off = no_grad();
        foreach (var parameter in decoder.parameters().Where(p => p.dim() == 1))
        {
            parameter.normal_(0.5, 0.5, generator);                                // norms and biases must matter, too
        }

        return decoder;
    }

    private static Dictionary<string, double[]> Weights(Decoder decoder) => decoder.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<double>().ToArray());
}
