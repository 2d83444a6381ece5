using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class DecoderLoadTests
{
    [Test]
    public void A_missing_tensor_is_named_with_the_nearest_name()
    {
        using TemporaryFolder folder = Saved(weights => weights.Remove("model.layers.1.mlp.up_proj.weight"));
        Assert.That(() => Decoder.Load(folder.Path), Refused("tensor 'model.layers.1.mlp.up_proj.weight' is missing").And.Message.Contains("Nearest: model.layers.0.mlp.up_proj.weight"));
    }

    [Test]
    public void A_tensor_of_another_shape_is_named_with_both()
    {
        using TemporaryFolder folder = Saved(weights => weights["model.norm.weight"] = ones(5));
        Assert.That(() => Decoder.Load(folder.Path), Refused("'model.norm.weight' has the shape [5], wanted [12]"));
    }

    [Test]
    public void A_tensor_of_whole_numbers_is_named_with_advice()
    {
        using TemporaryFolder folder = Saved(weights => weights["model.norm.weight"] = ones(12, ScalarType.Byte));
        Assert.That(() => Decoder.Load(folder.Path), Refused("'model.norm.weight' has the type U8, wanted floating-point weights"));
    }

    [Test]
    public void Tensors_without_a_place_are_named()
    {
        using TemporaryFolder folder = Saved(weights =>
        {
            weights["model.layers.0.self_attn.q_proj.bias"] = ones(24);
            weights["model.layers.0.self_attn.rotary_emb.inv_freq"] = ones(2);      // older checkpoints have it; computed here
        });
        Assert.That(() => Decoder.Load(folder.Path), Refused("1 tensors have no place in the model, for example 'model.layers.0.self_attn.q_proj.bias'"));
    }

    [Test]
    public void A_truncated_file_says_so()
    {
        using TemporaryFolder folder = Saved(_ => { });
        using (FileStream stream = File.OpenWrite(folder.File("model.safetensors")))
        {
            stream.SetLength(stream.Length - 10);
        }

        Assert.That(() => Decoder.Load(folder.Path), Refused("it is truncated, copy it again"));
    }

    [Test]
    public void A_model_that_is_nowhere_names_the_places_looked_at()
    {
        using TemporaryFolder folder = new();
        Assert.That(() => Decoder.Load(folder.File("none")), Refused("there is no such file or folder, and it is not a model id"));
        Assert.That(() => Decoder.Load("nobody/nothing"), Refused("the hub cache has neither").And.Message.Contains("models--nobody--nothing"));
        Assert.That(() => Decoder.Load(folder.Path), Refused("config.json"));
    }

    [TestCase(ScalarType.BFloat16)]
    [TestCase(ScalarType.Float16)]
    public void Half_types_compute_close_to_float32(ScalarType type)
    {
        using TemporaryFolder folder = Saved(_ => { });
        using Decoder half = Decoder.Load(folder.Path, new DecoderOptions { Type = type });
        using Decoder full = Decoder.Load(folder.Path);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor ids = tensor(new long[] { 1, 5, 9, 3, 2 });
        Tensor logits = half.forward(ids);
        Assert.That(logits.dtype, Is.EqualTo(ScalarType.Float32));
        Assert.That(Tensors.MaxDifference(logits, full.forward(ids)), Is.LessThan(0.1));
    }

    [Test]
    public void The_automatic_type_follows_the_checkpoint_and_the_processor()
    {
        using TemporaryFolder folder = Saved(_ => { });
        using TemporaryFolder half = new();
        using (Decoder full = Decoder.Load(folder.Path, new DecoderOptions { Type = null }))
        {
            Assert.That(full.Type, Is.EqualTo(ScalarType.Float32));
            full.Save(half.Path, ScalarType.BFloat16);
        }

        using Decoder decoder = Decoder.Load(half.Path, new DecoderOptions { Type = null });
        Assert.That(decoder.Type, Is.EqualTo(ComputeType.CpuHasFastBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32));
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string problem) => Throws.TypeOf<CheckpointException>().With.Message.Contains(problem);

    private static TemporaryFolder Saved(Action<Dictionary<string, Tensor>> change)
    {
        TemporaryFolder folder = new();
        using Generator generator = new(1);
        using (Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator))
        {
            decoder.Save(folder.Path);
        }

        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = [];
        using (SafetensorsFolder source = SafetensorsFolder.Open(folder.Path))
        {
            foreach (string name in source.Tensors.Keys)
            {
                weights.Add(name, source.Read(name, CPU));
            }
        }

        change(weights);
        SafetensorsWriter.Write(folder.File("model.safetensors"), weights);
        return folder;
    }
}
