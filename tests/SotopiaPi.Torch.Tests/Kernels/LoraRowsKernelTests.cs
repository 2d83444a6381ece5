using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LoraRowsKernelTests
{
    [TestCase(64, 48, 8)]
    [TestCase(61, 37, 3)]
    [TestCase(5, 130, 6)]
    public void Rows_get_the_update_of_their_own_adapter(int inputs, int outputs, int rank)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using Generator generator = new(3);
        var host = new LoraHost();
        using var layer = host.Wrap((_, i, o, bias) => new PlainLinear(randn([o, i], generator: generator), bias ? randn([o], generator: generator) : null, false))("layers.0.q_proj", inputs, outputs, true);
        using LoraAdapter first = Filled(host, rank, generator);
        using LoraAdapter second = Filled(host, rank + 1, generator);
        Tensor input = randn([23, inputs], generator: generator);
        LoraRows[] rows = [new(first, 4), new(null, 3), new(second, 9), new(first, 7)];
        Tensor[] alone = [Alone(host, layer, input, null), Alone(host, layer, input, first), Alone(host, layer, input, second)];
        Tensor expected = cat([alone[1].narrow(0, 0, 4), alone[0].narrow(0, 4, 3), alone[2].narrow(0, 7, 9), alone[1].narrow(0, 16, 7)]);
        first.Freeze();
        second.Freeze();
        Tensor? together = null;
        host.Within(rows, () => together = layer.forward(input));
        Assert.That(Tensors.MaxDifference(together!, expected), Is.LessThan(1e-4));
        for (int row = 0; row < 23; row++)
        {
            Tensor? single = null;
            LoraAdapter? own = row < 4 || row >= 16 ? first : row < 7 ? null : second;
            host.Within([new(own, 16)], () => single = layer.forward(input.narrow(0, row, 1).expand(16, inputs)));
            Assert.That(Tensors.MaxDifference(single!.select(0, 5), together!.select(0, row)), Is.Zero, "to the bit, whatever is beside it");
        }
    }

    private static Tensor Alone(LoraHost host, nn.Module<Tensor, Tensor> layer, Tensor input, LoraAdapter? adapter)
    {
        host.Use(adapter);
        Tensor result = layer.forward(input);
        host.Use((LoraAdapter?)null);
        return result;
    }

    private static LoraAdapter Filled(LoraHost host, int rank, Generator generator)
    {
        LoraAdapter adapter = host.CreateAdapter(new LoraOptions { Rank = rank }, generator, CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.3, generator);
        }

        return adapter;
    }
}
