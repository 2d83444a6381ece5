using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class Nf4LinearTests
{
    [TestCase(false, 13, 10)]
    [TestCase(true, 13, 10)]
    [TestCase(true, 64, 128)]
    public void It_computes_what_its_dequantised_weight_computes_forward_and_backward(bool nested, long outputs, long inputs)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(3);
        Tensor original = empty([outputs, inputs]).normal_(0, 1, generator);
        using Nf4Linear layer = new("layer", Nf4Weight.Quantize(original, nested, CPU), ones(outputs), new Nf4Buffer());
        Tensor weight = layer.CopyWeight();
        Assert.That(Tensors.RelativeDistance(weight, original), Is.LessThan(0.15));
        Tensor x = empty([7, inputs]).normal_(0, 1, generator).requires_grad_();
        Tensor x2 = x.detach().requires_grad_();
        Tensor y = layer.forward(x);
        Tensor expected = nn.functional.linear(x2, weight, ones(outputs));
        Assert.That(Tensors.MaxDifference(y, expected), Is.LessThan(1e-5));
        (y * y).sum().backward();
        (expected * expected).sum().backward();
        Assert.That(Tensors.RelativeDistance(x.grad!, x2.grad!), Is.LessThan(1e-6));
    }

    [TestCase(WeightQuantization.Nf4)]
    [TestCase(WeightQuantization.Nf4Nested)]
    public void A_decoder_is_quantised_on_loading_and_trains_an_adapter_without_touching_the_default_device(WeightQuantization quantization)
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder saved = new();
        using Generator generator = new(5, CPU);
        using (Decoder plain = Decoder.Create(TinyConfig.Llama(), generator))
        {
            plain.Save(folder.Path);
        }

        LoraHost host = new();
        using var poison = new PoisonedDefaultDevice();
        using Decoder decoder = Decoder.Load(folder.Path, new DecoderOptions { Quantization = quantization, Wrap = host.Wrap });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { TargetModules = [LoraOptions.AllLinear] }, generator, CPU);
        host.Use(adapter);
        using var scope = NewDisposeScope();
        Tensor ids = tensor(new long[] { 1, 5, 9, 3, 2 }, device: CPU);
        nn.functional.cross_entropy(decoder.forward(ids), ids).backward();
        Assert.That(adapter.Parameters().Where(p => p.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)).Select(p => p.Parameter.grad!.norm().ToSingle()), Has.All.GreaterThan(0f));

        decoder.Save(saved.Path);
        using Decoder again = Decoder.Load(saved.Path);
        host.Use((LoraAdapter?)null);
        Assert.That(Tensors.MaxDifference(again.forward(ids), decoder.forward(ids)), Is.Zero, "codes survive saving");
        decoder.Save(saved.Path, ScalarType.Float32);
        using Decoder dequantised = Decoder.Load(saved.Path);
        Assert.That(Tensors.MaxDifference(dequantised.forward(ids), decoder.forward(ids)), Is.LessThan(1e-6), "and so do their values");
    }

    [Test]
    public void A_weight_that_is_not_finite_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => Nf4Weight.Quantize(full([4, 64], float.NaN), nested: false, CPU), Throws.ArgumentException.With.Message.Contains("NaN or infinite"));
        Tensor infinite = ones(4, 64);
        infinite[2, 3] = float.PositiveInfinity;
        Assert.That(() => Nf4Weight.Quantize(infinite, nested: true, CPU), Throws.ArgumentException.With.Message.Contains("NaN or infinite"));
    }

    [TestCase("shape", "missing")]
    [TestCase("shape", "\"wide\"")]
    [TestCase("nested_offset", "missing")]
    [TestCase("nested_offset", "[]")]
    public void A_damaged_description_is_named(string key, string value)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        using (Nf4Weight weight = Nf4Weight.Quantize(ones(4, 64), nested: true, CPU))
        {
            Nf4Checkpoint.Write("weight", weight, tensors);
        }

        var state = System.Text.Json.Nodes.JsonNode.Parse(tensors["weight" + Nf4Checkpoint.State].bytes)!.AsObject();
        state.Remove(key);
        if (value != "missing")
        {
            state[key] = System.Text.Json.Nodes.JsonNode.Parse(value);
        }

        tensors["weight" + Nf4Checkpoint.State] = tensor(System.Text.Encoding.UTF8.GetBytes(state.ToJsonString()));
        SafetensorsWriter.Write(folder.File("a.safetensors"), tensors);
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(() => Nf4Checkpoint.Read(file, "weight", [4, 64], CPU), Throws.TypeOf<CheckpointException>().With.Message.Contains($"has '{key}' {value}, wanted what bitsandbytes writes"));
    }

    [TestCase("weight.absmax", "is Float32 with 1 values, wanted Float32 with 4")]
    [TestCase("weight.quant_map", "holds other levels than those of NF4")]
    [TestCase("weight.quant_state.bitsandbytes__nf4", "does not hold the JSON object")]
    public void A_damaged_part_is_named(string part, string problem)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        using (Nf4Weight weight = Nf4Weight.Quantize(ones(4, 64), nested: false, CPU))
        {
            Nf4Checkpoint.Write("weight", weight, tensors);
        }

        tensors[part] = part.EndsWith("nf4", StringComparison.Ordinal) ? tensor(new byte[] { 1, 2 }) : zeros(1);
        SafetensorsWriter.Write(folder.File("a.safetensors"), tensors);
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(() => Nf4Checkpoint.Read(file, "weight", [4, 64], CPU), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem));
        Assert.That(() => Nf4Checkpoint.Read(file, "weight", [64, 4], CPU), Throws.TypeOf<CheckpointException>());
    }
}
