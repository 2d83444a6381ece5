using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Gradients of what adapters and quantised layers compute, against differences of the loss along random directions.</summary>
[LiveTensorsFlat]
internal sealed class LoraGradientTests
{
    [TestCase(false, false, WeightQuantization.AsStored)]
    [TestCase(true, false, WeightQuantization.AsStored)]
    [TestCase(false, true, WeightQuantization.AsStored)]
    [TestCase(false, false, WeightQuantization.Nf4Nested)]
    public void Gradients_of_an_adapter_agree_with_finite_differences(bool rsLora, bool biased, WeightQuantization quantization)
    {
        LoraHost host = new();
        using Generator generator = new(2);
        using Decoder decoder = Decoder.Create(
            TinyConfig.Llama() with { QueryKeyValueBias = biased }, generator, new DecoderOptions { Wrap = host.Wrap, Quantization = quantization });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { TargetModules = [LoraOptions.AllLinear], Rank = 3, Alpha = 5, RsLora = rsLora, Dropout = 0 }, generator, CPU);
        using (no_grad())
        {
            foreach (LoraModule module in adapter.Modules.Values)
            {
                module.Up!.normal_(0, 0.3, generator);
            }
        }

        host.Use(adapter);
        using var scope = NewDisposeScope();
        using CausalBatch batch = new([6, 4], CPU);
        Tensor ids = tensor(new long[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 });
        Tensor Loss() => nn.functional.cross_entropy(decoder.Logits(decoder.Hidden(ids, batch.Positions, batch)).to(float64), ids.roll(1));
        Loss().backward();
        using var off = no_grad();
        foreach (var (name, parameter) in adapter.Parameters())
        {
            Tensor direction = empty_like(parameter).normal_(0, 1, generator);
            direction /= direction.norm();
            const double Step = 0.02;                       // float32: a smaller one would drown in rounding
            parameter.add_(direction, Step);
            double above = Loss().ToDouble();
            parameter.add_(direction, -2 * Step);
            double below = Loss().ToDouble();
            parameter.add_(direction, Step);
            double actual = (parameter.grad! * direction).sum().ToDouble();
            Assert.That(actual, Is.EqualTo((above - below) / (2 * Step)).Within(3e-4 + (0.02 * parameter.grad!.norm().ToDouble())), name);
        }
    }
}
