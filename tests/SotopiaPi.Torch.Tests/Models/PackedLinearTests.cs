using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class PackedLinearTests
{
    [SetUp]
    public void RequireOneDnn() => Assume.That(AtenPackedLinear.IsSupported, "this libtorch has no oneDNN");

    [TestCase(5, 123, 7, false)]
    [TestCase(1, 64, 64, true)]
    [TestCase(40, 96, 33, true)]
    public void Product_agrees_with_the_plain_layer(int rows, int inputs, int outputs, bool bias)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor weight = randn(outputs, inputs), x = randn(rows, inputs);
        Tensor? b = bias ? randn(outputs) : null;
        using var packed = new PackedLinear(weight, b);
        Assert.That(Tensors.MaxDifference(packed.forward(x), nn.functional.linear(x, weight, b)), Is.LessThan(1e-4));
    }

    [TestCase(5, 123, 7)]
    [TestCase(70, 96, 33)]
    public void The_gradient_of_the_input_agrees_with_the_plain_layer(int rows, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        Tensor weight = randn(outputs, inputs), bias = randn(outputs), x = randn(rows, inputs).requires_grad_();
        using var packed = new PackedLinear(weight, bias);
        Gradients.Compare([x], leaves => packed.forward(leaves[0]), leaves => nn.functional.linear(leaves[0], weight, bias), 1e-4);
        packed.Set(weight.neg(), null);
        Gradients.Compare([x], leaves => packed.forward(leaves[0]), leaves => nn.functional.linear(leaves[0], weight.neg(), bias), 1e-4);
    }

    [Test]
    public void Products_in_bfloat16_stay_within_its_precision()
    {
        using var scope = NewDisposeScope();
        Tensor weight = randn(33, 96), bias = randn(33), x = randn(70, 96).requires_grad_();
        using var packed = new PackedLinear(weight, bias, half: true);
        Tensor result = packed.forward(x), wanted = nn.functional.linear(x, weight, bias);
        Assert.That(result.dtype, Is.EqualTo(ScalarType.Float32));
        Assert.That(Tensors.RelativeDistance(result, wanted), Is.LessThan(0.01));
        Tensor gradient = autograd.grad([result.cos().sum()], [x])[0], wantedGradient = autograd.grad([wanted.cos().sum()], [x])[0];
        Assert.That(Tensors.RelativeDistance(gradient, wantedGradient), Is.LessThan(0.1));
        packed.Set(weight.neg(), null);
        Assert.That(Tensors.RelativeDistance(packed.forward(x), nn.functional.linear(x, weight.neg(), bias)), Is.LessThan(0.01));
    }

    [Test]
    public void Weights_come_back_to_the_bit_and_can_be_replaced()
    {
        using var scope = NewDisposeScope();
        Tensor first = randn(33, 17), second = randn(33, 17), bias = randn(33);
        using var packed = new PackedLinear(first, bias);
        Assert.That(packed.CopyWeight().eq(first).all().item<bool>(), Is.True);
        packed.Set(second, bias * 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(packed.CopyWeight().eq(second).all().item<bool>(), Is.True);
            Assert.That(packed.CopyBias()!.eq(bias * 2).all().item<bool>(), Is.True);
            Assert.That(packed.state_dict(), Is.Empty);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_packed_decoder_computes_merges_and_saves_like_a_plain_one(bool tied)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        DecoderConfig config = TinyDecoder.Config with { TieEmbeddings = tied };
        LoraHost host = new(), packedHost = new();
        using Generator generator = new(3), same = new(3);
        using Decoder plain = Decoder.Create(config, generator, new DecoderOptions { Wrap = host.Wrap });
        using Decoder packed = Decoder.Create(config, same, new DecoderOptions { Wrap = packedHost.Wrap, PackWeights = true });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions(), generator, CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.2, generator);
        }

        Tensor ids = tensor(new long[] { 3, 1, 4, 1, 5, 9, 2, 6 });
        Assert.That(Tensors.MaxDifference(packed.forward(ids), plain.forward(ids)), Is.LessThan(1e-4));
        host.Merge(adapter);
        packedHost.Merge(adapter);
        Assert.That(Tensors.MaxDifference(packed.forward(ids), plain.forward(ids)), Is.LessThan(1e-4));
        using var folder = new TemporaryFolder();
        packed.Save(folder.Path);
        using Decoder loaded = Decoder.Load(folder.Path);
        Assert.That(loaded.forward(ids).eq(plain.forward(ids)).all().item<bool>(), Is.True);
    }
}
