using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class LoraFixtureTests
{
    private const string Root = "lm/lora";

    private static IEnumerable<string> Cases => SharedFolder.Cases(Root, folders: true);

    [TestCaseSource(nameof(Cases))]
    public void Logits_agree_with_the_adapter_and_without(string name)
    {
        using AdapterCase @case = new(SharedFolder.RequireCase(Root, name));
        using var off = no_grad();
        using var scope = NewDisposeScope();
        @case.Host.Use(@case.Adapter);
        Assert.That(Tensors.MaxDifference(@case.Logits(), @case.Goldens["adapter.logits_packed"]), Is.LessThan(1e-4), "adapter");
        @case.Host.Use((LoraAdapter?)null);
        if (@case.Adapter.Modules.Values.All(module => module.Bias is null))      // PEFT cannot switch trained biases off, we can
        {
            Assert.That(Tensors.MaxDifference(@case.Logits(), @case.Goldens["base.logits_packed"]), Is.LessThan(1e-4), "base");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Loss_and_gradients_agree(string name)
    {
        using AdapterCase @case = new(SharedFolder.RequireCase(Root, name));
        using var scope = NewDisposeScope();
        @case.Host.Use(@case.Adapter);
        var (rows, targets) = @case.Goldens.Targets("labels", "attention_mask");
        Tensor logits = @case.Decoder.Logits(@case.Hidden().index_select(0, tensor(rows)));
        Tensor loss = nn.functional.cross_entropy(logits, tensor(targets));
        loss.backward();

        Assert.That(targets, Has.Length.EqualTo((int)@case.Goldens.Json["num_targets"]!));
        Assert.That(loss.ToDouble(), Is.EqualTo((double)@case.Goldens.Json["loss"]!).Within(1e-5));
        Dictionary<string, Tensor> gradients = @case.Adapter.Parameters().ToDictionary(p => p.Name, p => p.Parameter.grad!);
        foreach (string golden in @case.Goldens.Names.Where(key => key.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.That(Tensors.RelativeDistance(gradients[OurName(golden[5..])], @case.Goldens[golden]), Is.LessThan(5e-5), golden);
        }

        foreach ((string parameter, JsonNode? norm) in @case.Goldens.Json["grad_l2_norms"]!.AsObject())
        {
            Assert.That(gradients[OurName(parameter)].norm().ToDouble(), Is.EqualTo((double)norm!).Within(5e-5 * (double)norm!), parameter);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Scaling_of_each_layer_agrees(string name)
    {
        using AdapterCase @case = new(SharedFolder.RequireCase(Root, name));
        JsonObject expected = @case.Goldens.Json["scaling_per_module"]!.AsObject();
        Assert.That(@case.Adapter.Modules.Values.Where(module => module.Down is not null).Select(module => module.Path), Is.EquivalentTo(expected.Select(entry => entry.Key)));
        foreach ((string path, JsonNode? entry) in expected)
        {
            Assert.That(@case.Adapter.Modules[path].Scaling, Is.EqualTo((double)entry!["scaling"]!).Within(1e-12), path);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Merging_gives_the_weights_and_logits_and_can_be_undone(string name)
    {
        using AdapterCase @case = new(SharedFolder.RequireCase(Root, name));
        using var off = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> before = @case.Weights();
        @case.Host.Merge(@case.Adapter);
        Dictionary<string, Tensor> merged = @case.Weights();
        foreach (string golden in @case.Goldens.Names.Where(key => key.StartsWith("merged.weight.", StringComparison.Ordinal)))
        {
            Assert.That(Tensors.MaxDifference(merged[golden["merged.weight.".Length..]], @case.Goldens[golden]), Is.LessThan(1e-6), golden);
        }

        Assert.That(Tensors.MaxDifference(@case.Logits(), @case.Goldens["merged.logits_packed"]), Is.LessThan(1e-4), "logits");
        string[] changed = [.. merged.Keys.Where(key => Tensors.MaxDifference(merged[key], before[key]) > 0)];
        Assert.That(changed, Is.EquivalentTo(@case.Goldens.Json["changed_tensors_after_merge"]!.AsArray().Select(entry => (string)entry!)));

        @case.Host.Unmerge();
        Dictionary<string, Tensor> after = @case.Weights();
        Assert.That(after.Keys.Where(key => Tensors.MaxDifference(after[key], before[key]) > 0), Is.Empty, "undone to the bit");
    }

    [TestCaseSource(nameof(Cases))]
    public void Saving_gives_the_same_files(string name)
    {
        using AdapterCase @case = new(SharedFolder.RequireCase(Root, name));
        using TemporaryFolder folder = new();
        @case.Adapter.Save(folder.Path);
        JsonNode saved = JsonNode.Parse(File.ReadAllText(folder.File(LoraAdapter.ConfigName)))!;
        JsonNode original = JsonNode.Parse(File.ReadAllText(Path.Combine(@case.Goldens.Folder, LoraAdapter.ConfigName)))!;
        Assert.That(JsonNode.DeepEquals(saved, original), "configuration");

        using SafetensorsFile ours = SafetensorsFile.Open(folder.File(LoraAdapter.WeightsName));
        using SafetensorsFile theirs = SafetensorsFile.Open(Path.Combine(@case.Goldens.Folder, LoraAdapter.WeightsName));
        Assert.That(ours.Tensors.Keys, Is.EquivalentTo(theirs.Tensors.Keys));
        foreach (string tensor in theirs.Tensors.Keys)
        {
            Assert.That(ours.ReadBytes(tensor), Is.EqualTo(theirs.ReadBytes(tensor)), tensor);
        }
    }

    private static string OurName(string golden) => golden
        .Replace(".modules_to_save.weight", ".weight", StringComparison.Ordinal)
        .Replace(".lora_magnitude_vector.weight", ".lora_magnitude_vector", StringComparison.Ordinal);

    private sealed class AdapterCase : IDisposable
    {
        public AdapterCase(string folder)
        {
            Goldens = new Goldens(folder);
            Decoder = Decoder.Load(Path.Combine(folder, (string)Goldens.Json["base_model"]!), new DecoderOptions { Wrap = Host.Wrap });
            Adapter = LoraAdapter.Load(folder, CPU);
        }

        public Goldens Goldens { get; }

        public LoraHost Host { get; } = new();

        public Decoder Decoder { get; }

        public LoraAdapter Adapter { get; }

        public Tensor Hidden()
        {
            using CausalBatch batch = new(Goldens.Lengths("attention_mask"), CPU);
            using Tensor ids = Goldens.Packed("input_ids", "attention_mask");
            return Decoder.Hidden(ids, batch.Positions, batch);
        }

        public Tensor Logits() => Decoder.Logits(Hidden());

        public Dictionary<string, Tensor> Weights() => Decoder.named_parameters()
            .ToDictionary(p => p.name.Replace(".base_layer.", ".", StringComparison.Ordinal).Replace("base_layer.", "", StringComparison.Ordinal), p => p.parameter.detach().clone());

        public void Dispose()
        {
            Adapter.Dispose();
            Decoder.Dispose();
            Goldens.Dispose();
        }
    }
}
