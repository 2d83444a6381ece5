using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class ModelFixtureTests
{
    private const string Root = "lm/models";

    private static IEnumerable<string> Cases => SharedFolder.Cases(Root, folders: true);

    [TestCaseSource(nameof(Cases))]
    public void Logits_and_hidden_states_agree(string name)
    {
        using Goldens goldens = new(SharedFolder.RequireCase(Root, name));
        using Decoder decoder = Decoder.Load(goldens.Folder);
        using var off = no_grad();
        foreach (string side in new[] { "left", "right" })
        {
            using var scope = NewDisposeScope();
            Tensor hidden = Hidden(decoder, goldens, side);
            Assert.That(Tensors.MaxDifference(hidden, goldens[$"{side}.last_hidden_packed"]), Is.LessThan(1e-4), $"{side} hidden");
            Assert.That(Tensors.MaxDifference(decoder.Logits(hidden), goldens[$"{side}.logits_packed"]), Is.LessThan(1e-4), $"{side} logits");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Loss_and_gradients_agree(string name)
    {
        using Goldens goldens = new(SharedFolder.RequireCase(Root, name));
        using Decoder decoder = Decoder.Load(goldens.Folder, new DecoderOptions { Trainable = true });
        using var scope = NewDisposeScope();
        var (rows, targets) = goldens.Targets("loss.labels", "right.attention_mask");
        Tensor logits = decoder.Logits(Hidden(decoder, goldens, "right").index_select(0, tensor(rows)));
        Tensor loss = nn.functional.cross_entropy(logits, tensor(targets));
        loss.backward();

        JsonObject expected = goldens.Json["loss"]!.AsObject();
        Assert.That(targets, Has.Length.EqualTo((int)expected["num_targets"]!));
        Assert.That(loss.ToDouble(), Is.EqualTo((double)expected["value"]!).Within(1e-5));
        Dictionary<string, Tensor> gradients = decoder.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!);
        foreach (string gradient in goldens.Names.Where(key => key.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.That(Tensors.RelativeDistance(gradients[gradient[5..]], goldens[gradient]), Is.LessThan(5e-5), gradient);
        }

        foreach ((string parameter, JsonNode? norm) in goldens.Json["grad_l2_norms"]!.AsObject())
        {
            Assert.That(gradients[parameter].norm().ToDouble(), Is.EqualTo((double)norm!).Within(5e-5 * (double)norm!), parameter);
        }
    }

    [Test]
    public void Computing_in_bfloat16_stays_close() => ForEachCaseWith("left.logits_packed_bf16_compute", goldens =>
    {
        using Decoder decoder = Decoder.Load(goldens.Folder, new DecoderOptions { Type = ScalarType.BFloat16 });
        Tensor difference = (decoder.Logits(Hidden(decoder, goldens, "left")) - goldens["left.logits_packed"]).abs();
        Assert.That(difference.mean().ToDouble(), Is.LessThan(0.04), goldens.Folder);
        Assert.That(difference.max().ToDouble(), Is.LessThan(0.4), goldens.Folder);
    });

    [Test]
    public void Computing_in_float64_agrees_with_float64() => ForEachCaseWith("float64.logits_packed", goldens =>
    {
        using Decoder decoder = Decoder.Load(goldens.Folder, new DecoderOptions { Type = ScalarType.Float64 });
        Tensor logits = decoder.Logits(Hidden(decoder, goldens, "left"));
        Assert.That(Tensors.MaxDifference(logits, goldens["float64.logits_packed"]), Is.LessThan(2e-5), goldens.Folder);   // rotary tables are float32
    });

    [TestCaseSource(nameof(Cases))]
    public void Both_generations_of_the_configuration_say_the_same(string name)
    {
        string folder = SharedFolder.RequireCase(Root, name);
        DecoderConfig newer = DecoderConfig.Load(folder);
        using TemporaryFolder copy = new();
        File.Copy(Path.Combine(folder, "config.v4.json"), Path.Combine(copy.Path, "config.json"));
        DecoderConfig older = DecoderConfig.Load(copy.Path);
        Assert.That(older.Layers, Is.EqualTo(newer.Layers));
        Assert.That(older with { Layers = newer.Layers }, Is.EqualTo(newer));
    }

    private static void ForEachCaseWith(string tensor, Action<Goldens> check)
    {
        int found = 0;
        foreach (string name in Cases)
        {
            using Goldens goldens = new(SharedFolder.RequireCase(Root, name));
            if (goldens.Has(tensor))
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                check(goldens);
                found++;
            }
        }

        if (found == 0)
        {
            Assert.Ignore($"no case has '{tensor}'");
        }
    }

    private static Tensor Hidden(Decoder decoder, Goldens goldens, string side)
    {
        using CausalBatch batch = new(goldens.Lengths($"{side}.attention_mask"), CPU);
        Tensor ids = goldens.Packed($"{side}.input_ids", $"{side}.attention_mask");
        Tensor positions = goldens.Packed($"{side}.position_ids", $"{side}.attention_mask");
        Assert.That(positions.equal(batch.Positions).all().ToBoolean(), "positions count real tokens");
        return decoder.Hidden(ids, positions, batch);
    }
}
