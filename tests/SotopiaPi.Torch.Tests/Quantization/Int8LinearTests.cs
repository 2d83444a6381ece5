using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class Int8LinearTests
{
    [SetUp]
    public void RequireInstructions() => Assume.That(Int8Weight.IsSupported, "needs AVX512_VNNI");

    [TestCase(5, 123, 7, false)]
    [TestCase(1, 64, 64, true)]
    [TestCase(40, 96, 33, true)]
    [TestCase(17, 2, 3, false)]
    public void Product_is_near_that_of_the_rounded_weight_and_of_the_weight(int rows, int inputs, int outputs, bool bias)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using Generator generator = new(1);
        Tensor weight = empty([outputs, inputs]).normal_(0, 1, generator) * empty([outputs, 1]).uniform_(0.01, 10, generator);   // rows of very different size
        Tensor x = empty([rows, inputs]).normal_(0, 1, generator) * empty([rows, 1]).uniform_(0.01, 10, generator);
        Tensor? b = bias ? ones(outputs) : null;
        using Int8Linear layer = new("layer", weight, b);
        Tensor y = layer.forward(x);
        Assert.That(Tensors.RelativeDistance(layer.CopyWeight(), weight), Is.LessThan(0.01));
        Assert.That(Tensors.RelativeDistance(y, nn.functional.linear(x, layer.CopyWeight(), b)), Is.LessThan(0.015), "what rounding the input costs");
        Assert.That(Tensors.RelativeDistance(y, nn.functional.linear(x, weight, b)), Is.LessThan(0.03));
    }

    /// <summary>Also beside rows that are huge, zero or not finite.</summary>
    [Test]
    public void A_row_has_the_same_bits_at_every_number_of_rows_and_position()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using Generator generator = new(1);
        using Int8Linear layer = new("layer", empty([70, 96]).normal_(0, 0.1, generator), ones(70));
        Tensor x = empty([130, 96]).normal_(0, 1, generator);
        x[3] *= 1000;
        x[5] *= 0;
        x[7, 2] = float.NaN;
        x[9, 4] = float.PositiveInfinity;
        Tensor all = layer.forward(x);
        foreach (var (first, count) in new[] { (0, 1), (10, 1), (2, 7), (11, 16), (64, 66), (0, 129) })
        {
            Assert.That(layer.forward(x.narrow(0, first, count)).bytes.SequenceEqual(all.narrow(0, first, count).contiguous().bytes), $"{count} rows from {first}");
        }

        Assert.That(all[5].eq(1).all().ToBoolean(), "a row of zeros gives the bias");
        Assert.That(all[7].isnan().all().ToBoolean() && all[9].isnan().all().ToBoolean(), "a damaged row stays visible");
        Assert.That(all.isnan().any(1).sum().ToInt64(), Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_decoder_plays_with_adapters_but_neither_trains_nor_merges(bool tied)
    {
        LoraHost host = new();
        DecoderConfig config = TinyConfig.Llama() with { TieEmbeddings = tied, HiddenSize = 64, IntermediateSize = 96, HeadSize = 16 };
        using Generator first = new(1);
        using Generator second = new(1);
        using Decoder plain = Decoder.Create(config, first);
        using Decoder rounded = Decoder.Create(config, second, new DecoderOptions { Quantization = WeightQuantization.Int8, Wrap = host.Wrap });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions(), first, CPU);
        using var scope = NewDisposeScope();
        Tensor ids = tensor(new long[] { 1, 5, 9, 3, 2, 7 });
        using (no_grad())
        {
            foreach (LoraModule module in adapter.Modules.Values)
            {
                module.Up!.normal_(0, 0.5, first);
            }

            Tensor logits = rounded.forward(ids);
            Assert.That(Tensors.RelativeDistance(logits, plain.forward(ids)), Is.LessThan(0.1).And.GreaterThan(0));
            host.Use(adapter);
            Assert.That(Tensors.RelativeDistance(rounded.forward(ids), logits), Is.GreaterThan(0.05));
        }

        Assert.That(() => rounded.forward(ids), Throws.InvalidOperationException.With.Message.Contains("gives no gradients"));
        Assert.That(() => host.Merge(adapter), Throws.InvalidOperationException.With.Message.Contains("cannot take other weights"));
        using TemporaryFolder folder = new();
        rounded.Save(folder.Path);
        using Decoder again = Decoder.Load(folder.Path, new DecoderOptions { Quantization = WeightQuantization.Int8 });
        using var off = no_grad();
        host.Use((LoraAdapter?)null);
        Assert.That(Tensors.RelativeDistance(again.forward(ids), rounded.forward(ids)), Is.LessThan(0.06));
    }

    [Test]
    public void What_it_cannot_do_is_refused_before_loading()
    {
        using Generator generator = new(1);
        void Refused(DecoderOptions options, string problem)
        {
            options.Quantization = WeightQuantization.Int8;
            Assert.That(() => Decoder.Create(TinyConfig.Llama(), generator, options), Throws.TypeOf<NotSupportedException>().With.Message.Contains(problem));
        }

        Refused(new DecoderOptions { Trainable = true }, "give no gradients");
        Refused(new DecoderOptions { Type = ScalarType.BFloat16 }, "the type is BFloat16, wanted Float32");
        using var scope = NewDisposeScope();
        Assert.That(() => new Int8Weight(full([4, 64], float.NaN)), Throws.ArgumentException.With.Message.Contains("NaN or infinite"));
    }

    /// <summary>What the real model loses: its answer stays, the loss of a reply moves by a hundredth.</summary>
    [Test]
    [Category("Fixtures.lm")]
    [Slow]
    public void The_real_model_stays_itself()
    {
        string path = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        using Goldens goldens = new(SharedFolder.Fixture("lm/smollm2"));
        using Decoder decoder = Decoder.Load(path, new DecoderOptions { Quantization = WeightQuantization.Int8 });
        var sft = goldens.Json["sft"]!.AsObject();
        long[] ids = [.. sft["input_ids"]!.AsArray().Select(id => (long)id!)];
        long[] labels = [.. sft["labels"]!.AsArray().Select(id => (long)id!)];
        long[] rows = [.. Enumerable.Range(1, ids.Length - 1).Where(t => labels[t] != -100).Select(t => t - 1L)];
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using CausalBatch batch = new([ids.Length], CPU);
        Tensor logits = decoder.Logits(decoder.Hidden(tensor(ids), batch.Positions, batch, tensor(rows)));
        double loss = nn.functional.cross_entropy(logits, tensor(rows.Select(row => labels[row + 1]).ToArray())).ToDouble();
        double expected = (double)sft["loss_without_adapter"]!;
        TestContext.Out.WriteLine($"loss {loss:F4}, in float32 {expected:F4}");
        Assert.That(loss, Is.EqualTo(expected).Within(0.03 * expected));
        var prompt = goldens.Json["prompts"]![0]!;
        long[] question = [.. prompt["input_ids"]!.AsArray().Select(id => (long)id!)];
        int[] reply = [.. prompt["greedy_new_ids"]!.AsArray().Select(id => (int)id!)];
        Tensor all = decoder.forward(tensor(question.Concat(reply[..^1].Select(id => (long)id)).ToArray()));
        Assert.That(all.narrow(0, question.Length - 1, reply.Length).argmax(1).data<long>().ToArray(), Is.EqualTo(reply.Select(id => (long)id)));
    }
}
