using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class Nf4FixtureTests
{
    private static IEnumerable<string> Layers => SharedFolder.Cases("lm/nf4", "linear4bit_*_*.safetensors").Where(name => !name.EndsWith(".io.safetensors", StringComparison.Ordinal));

    [Test]
    public void The_levels_are_those_of_the_reference()
    {
        using SafetensorsFile file = SafetensorsFile.Open(SharedFolder.Fixture("lm/nf4/quantize.safetensors"));
        using Tensor levels = file.Read("nf4_code", CPU);
        using Tensor nested = file.Read("nested_quant_map", CPU);
        Assert.That(Nf4.Levels, Is.EqualTo(levels.data<float>().ToArray()));
        Assert.That(Nf4Scales.Levels, Is.EqualTo(nested.data<float>().ToArray()));
    }

    [Test]
    public void Codes_scales_and_values_are_exact()
    {
        string folder = SharedFolder.Fixture("lm/nf4");
        JsonObject cases = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "quantize.json")))!["cases"]!.AsObject();
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, "quantize.safetensors"));
        Assert.That(cases, Is.Not.Empty);
        foreach ((string name, JsonNode? description) in cases)
        {
            using var scope = NewDisposeScope();
            Tensor Golden(string part) => file.Read($"{name}.{part}", CPU);
            Tensor input = Golden("input");
            using Nf4Weight weight = Nf4Weight.Quantize(input, nested: false, CPU);
            Assert.That(weight.Codes.data<byte>().ToArray(), Is.EqualTo(Golden("packed").data<byte>().ToArray()), $"{name} codes");
            Assert.That(Tensors.MaxDifference(weight.Scales, Golden("absmax")), Is.Zero, $"{name} scales");
            Assert.That(Tensors.MaxDifference(Dequantized(weight, input.dtype), Golden("dequantized")), Is.Zero, $"{name} values");

            using Nf4Weight nested = Nf4Weight.Quantize(input, nested: true, CPU);
            Assert.That(nested.Nested!.Offset, Is.EqualTo((double)description!["nested_offset"]!).Within(3e-7 * (double)description["nested_offset"]!), $"{name} offset");
            Assert.That(Tensors.RelativeDistance(nested.Nested.BlockScales, Golden("nested.nested_absmax")), Is.LessThanOrEqualTo(3e-7), $"{name} block scales");
            Assert.That(nested.Scales.data<byte>().ToArray(), Is.EqualTo(Golden("nested.absmax_uint8").data<byte>().ToArray()), $"{name} nested codes");

            // With the stored offset and block scales everything is exact.
            using Nf4Weight stored = new(weight.Codes.alias(), Golden("nested.absmax_uint8").MoveToOuterDisposeScope(), new Nf4NestedScales(Golden("nested.nested_absmax"), nested.Nested.Levels.alias(), (float)(double)description["nested_offset"]!), weight.Shape, "float32");
            Assert.That(Tensors.MaxDifference(Dequantized(stored, input.dtype), Golden("nested.dequantized")), Is.Zero, $"{name} nested values");
        }
    }

    [TestCaseSource(nameof(Layers))]
    public void A_layer_of_the_reference_computes_the_same_and_is_written_the_same(string name)
    {
        string path = SharedFolder.RequireCase("lm/nf4", name);
        JsonObject description = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "linear4bit.json")))!["cases"]![Path.GetFileNameWithoutExtension(name)]!.AsObject();
        bool half = (string)description["compute_dtype"]! == "bf16";
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using SafetensorsFile io = SafetensorsFile.Open(path.Replace(".safetensors", ".io.safetensors", StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        Tensor original = io.Read("weight_original", CPU);
        Nf4Weight weight = Nf4Checkpoint.Read(file, "weight", original.shape, CPU);
        using Nf4Linear layer = new("layer", weight, file.Read("bias", CPU), new Nf4Buffer());
        Assert.That(Tensors.MaxDifference(Dequantized(weight, original.dtype), io.Read("weight_dequantized", CPU)), Is.Zero);

        Tensor x = io.Read("x", CPU).requires_grad_();
        Tensor y = layer.forward(x);
        y.backward([io.Read("grad_y", CPU)]);
        Assert.That(Tensors.MaxDifference(y, io.Read("y", CPU)), Is.LessThan(half ? 0.03 : 1e-5));
        Assert.That(Tensors.MaxDifference(x.grad!, io.Read("grad_x", CPU)), Is.LessThan(half ? 0.03 : 1e-5));

        Dictionary<string, Tensor> written = [];
        Nf4Checkpoint.Write("weight", weight, written);
        written.Add("bias", file.Read("bias", CPU));
        Assert.That(written.Keys, Is.EquivalentTo(file.Tensors.Keys));
        foreach ((string part, Tensor value) in written.Where(entry => !entry.Key.EndsWith("nf4", StringComparison.Ordinal)))
        {
            Assert.That(value.bytes.SequenceEqual(file.ReadBytes(part)), part);
        }

        JsonNode ours = JsonNode.Parse(written["weight.quant_state.bitsandbytes__nf4"].bytes)!;
        JsonNode theirs = JsonNode.Parse((string)description["quant_state_json_text"]!)!;
        foreach ((string key, JsonNode? value) in theirs.AsObject())
        {
            if (key == "nested_offset")
            {
                Assert.That((float)(double)ours[key]!, Is.EqualTo((float)(double)value!), key);
                continue;
            }

            Assert.That(ours[key]!.ToJsonString(), Is.EqualTo(value!.ToJsonString()), key);
        }

        Assert.That(ours.AsObject(), Has.Count.EqualTo(theirs.AsObject().Count));
        Nf4Weight again = Nf4Weight.Quantize(original, nested: weight.Nested is not null, CPU);
        Assert.That(again.Codes.bytes.SequenceEqual(weight.Codes.bytes), "codes of the original weight");
        again.Dispose();
    }

    [Test]
    public void A_quantised_checkpoint_with_an_adapter_agrees()
    {
        string root = SharedFolder.Fixture("lm/nf4");
        using Goldens goldens = new(root, "qlora_step");
        LoraHost host = new();
        using Decoder decoder = Decoder.Load(Path.Combine(root, "qlora_checkpoint"), new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter adapter = LoraAdapter.Load(Path.Combine(root, "qlora_adapter"), CPU);
        using var scope = NewDisposeScope();
        using CausalBatch batch = new(goldens.Lengths("attention_mask"), CPU);
        Tensor ids = goldens.Packed("input_ids", "attention_mask");
        Tensor Hidden() => decoder.Hidden(ids, batch.Positions, batch);
        using (no_grad())
        {
            Assert.That(Tensors.MaxDifference(decoder.Logits(Hidden()), goldens["base_quantised.logits_packed"]), Is.LessThan(1e-4), "base");
            host.Use(adapter);
            Assert.That(Tensors.MaxDifference(decoder.Logits(Hidden()), goldens["logits_packed"]), Is.LessThan(1e-4), "adapter");
        }

        var (rows, targets) = goldens.Targets("labels", "attention_mask");
        Tensor loss = nn.functional.cross_entropy(decoder.Logits(Hidden().index_select(0, tensor(rows))), tensor(targets));
        loss.backward();
        Assert.That(loss.ToDouble(), Is.EqualTo((double)goldens.Json["loss"]!).Within(1e-5));
        Dictionary<string, Tensor> gradients = adapter.Parameters().ToDictionary(p => p.Name, p => p.Parameter.grad!);
        foreach (string golden in goldens.Names.Where(key => key.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.That(Tensors.RelativeDistance(gradients[golden[5..]], goldens[golden]), Is.LessThan(5e-5), golden);
        }

        Assert.That(() => host.Merge(adapter), Throws.InvalidOperationException.With.Message.Contains("is quantised to 4 bits and cannot take other weights"));
    }

    [Test]
    public void A_quantised_checkpoint_survives_saving()
    {
        string root = SharedFolder.Fixture("lm/nf4/qlora_checkpoint");
        using TemporaryFolder folder = new();
        using (Decoder decoder = Decoder.Load(root))
        {
            decoder.Save(folder.Path);
        }

        using SafetensorsFolder theirs = SafetensorsFolder.Open(root);
        using SafetensorsFolder ours = SafetensorsFolder.Open(folder.Path);
        Assert.That(ours.Tensors.Keys, Is.EquivalentTo(theirs.Tensors.Keys));
        using Decoder again = Decoder.Load(folder.Path);
        JsonNode config = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!["quantization_config"]!;
        Assert.That((string)config["bnb_4bit_quant_type"]!, Is.EqualTo("nf4"));
        Assert.That((bool)config["bnb_4bit_use_double_quant"]!, Is.True);
    }

    private static Tensor Dequantized(Nf4Weight weight, ScalarType type)
    {
        Tensor byVectors = empty(weight.Shape, type, CPU);
        Tensor byTorch = empty(weight.Shape, type, CPU);
        new VectorNf4Kernel().Dequantize(weight, byVectors);
        new TorchNf4Kernel().Dequantize(weight, byTorch);
        Assert.That(Tensors.MaxDifference(byVectors, byTorch), Is.Zero, "both kernels");
        return byVectors;
    }
}
