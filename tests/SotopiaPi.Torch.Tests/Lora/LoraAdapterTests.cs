using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LoraAdapterTests
{
    private const string Plain = """{"peft_type": "LORA", "r": 2, "lora_alpha": 4, "target_modules": ["q_proj"], "my_own_note": null}""";

    [TestCase("""{"peft_type": "IA3", "r": 2, "lora_alpha": 4}""", "'peft_type' is 'IA3', wanted LORA")]
    [TestCase("""{"peft_type": "LORA", "lora_alpha": 4}""", "'r', 'lora_alpha'")]
    [TestCase("""{"peft_type": "LORA", "r": "two", "lora_alpha": 4}""", "'r', 'lora_alpha'")]
    [TestCase("""{"peft_type": "LORA", "r": 2, "lora_alpha": 4, "rank_pattern": {"(": 3}}""", "a pattern is missing or of the wrong kind")]
    [TestCase("""{"peft_type": "LORA", "r": 2, "lora_alpha": 4, "fan_in_fan_out": true}""", "'fan_in_fan_out' is true, which is not supported")]
    [TestCase("""{"peft_type": "LORA", "r": 2, "lora_alpha": 4, "layer_replication": [[0, 2]]}""", "'layer_replication' is [[0,2]], which is not supported")]
    [TestCase("""{"peft_type": "LORA", "r": 2, "lora_alpha": 4, "init_lora_weights": "pissa"}""", "'init_lora_weights' is \"pissa\", which changes the base model")]
    [TestCase("""[]""", "wanted a JSON object")]
    [TestCase("""{"r": """, "not valid JSON")]
    public void A_configuration_that_is_not_supported_is_named(string config, string problem)
    {
        using TemporaryFolder folder = Saved(config, A("q_proj", 2, 8), B("q_proj", 8, 2));
        Assert.That(() => LoraAdapter.Load(folder.Path, CPU), Refused(problem));
    }

    [Test]
    public void Weights_that_do_not_belong_together_are_named()
    {
        Expect("has only one of lora_A and lora_B", A("q_proj", 2, 8));
        Expect("has A [3, 8] and B [8, 3], wanted [2, in] and [out, 2]", A("q_proj", 3, 8), B("q_proj", 8, 3));
        Expect("is not part of an adapter for linear layers", ("model.layers.0.self_attn.q_proj.lora_A.weight", new long[] { 2, 8 }));
        Expect("is not part of an adapter for linear layers", ("base_model.model.model.embed_tokens.lora_embedding_A", new long[] { 2, 8 }));
        Expect("holds no tensors");
    }

    [Test]
    public void Missing_files_are_named()
    {
        using TemporaryFolder folder = new();
        Assert.That(() => LoraAdapter.Load(folder.Path, CPU), Refused("adapter_config.json"));
        File.WriteAllText(folder.File(LoraAdapter.ConfigName), Plain);
        Assert.That(() => LoraAdapter.Load(folder.Path, CPU), Refused("adapter_model.safetensors"));
    }

    [Test]
    public void Half_precision_is_read_as_float32()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(LoraAdapter.ConfigName), Plain);
        using (NewDisposeScope())
        {
            SafetensorsWriter.Write(folder.File(LoraAdapter.WeightsName), new Dictionary<string, Tensor> { [A("q_proj", 2, 8).Name] = ones([2, 8], ScalarType.BFloat16), [B("q_proj", 8, 2).Name] = ones([8, 2], ScalarType.BFloat16) });
        }

        using LoraAdapter adapter = LoraAdapter.Load(folder.Path, CPU);
        Assert.That(adapter.Parameters().Select(p => p.Parameter.dtype), Has.All.EqualTo(ScalarType.Float32));
        Assert.That(adapter.Modules.Values.Single().Scaling, Is.EqualTo(2));
        Assert.That(adapter.Config.Dropout, Is.Zero);
    }

    [Test]
    public void A_new_adapter_records_its_base_and_survives_saving()
    {
        using TemporaryFolder folder = new();
        LoraHost host = new();
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator, new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { Rank = 4, Alpha = 6.5, RsLora = true, Dropout = 0.05 }, generator, CPU);
        adapter.Config.BaseModel = "models/tiny";
        adapter.Save(folder.Path);
        using LoraAdapter read = LoraAdapter.Load(folder.Path, CPU);
        Assert.That(read.Config.BaseModel, Is.EqualTo("models/tiny"));
        Assert.That((read.Config.Rank, read.Config.Alpha, read.Config.RsLora, read.Config.Dropout), Is.EqualTo((4, 6.5, true, 0.05)));
        Assert.That(read.Modules.Keys, Is.EquivalentTo(adapter.Modules.Keys));
        foreach (LoraModule module in adapter.Modules.Values)
        {
            Assert.That(read.Modules[module.Path].Scaling, Is.EqualTo(6.5 / 2));
            Assert.That(Tensors.MaxDifference(read.Modules[module.Path].Down!, module.Down!), Is.Zero);
        }
    }

    private static (string Name, long[] Shape) A(string layer, long rank, long inputs) => ($"base_model.model.model.layers.0.self_attn.{layer}.lora_A.weight", [rank, inputs]);

    private static (string Name, long[] Shape) B(string layer, long outputs, long rank) => ($"base_model.model.model.layers.0.self_attn.{layer}.lora_B.weight", [outputs, rank]);

    private static void Expect(string problem, params (string Name, long[] Shape)[] tensors)
    {
        using TemporaryFolder folder = Saved(Plain, tensors);
        Assert.That(() => LoraAdapter.Load(folder.Path, CPU), Refused(problem));
    }

    private static TemporaryFolder Saved(string config, params (string Name, long[] Shape)[] tensors)
    {
        TemporaryFolder folder = new();
        File.WriteAllText(folder.File(LoraAdapter.ConfigName), config);
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(folder.File(LoraAdapter.WeightsName), tensors.ToDictionary(tensor => tensor.Name, tensor => ones(tensor.Shape)));
        return folder;
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string problem) => Throws.TypeOf<CheckpointException>().With.Message.Contains(problem);
}
