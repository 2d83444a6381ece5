using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Reads the fixtures of <c>lm/training</c>.</summary>
internal sealed class TrainingFixture : IDisposable
{
    public const string Folder = "lm/training";

    private readonly TemporaryFolder _folder = new();

    public TrainingFixture(string config)
    {
        string path = SharedFolder.RequireCase(Folder, config);
        Goldens = new Goldens(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        Data = JsonNode.Parse(File.ReadAllText(SharedFolder.Fixture($"{Folder}/data.json")))!.AsObject();
        Examples = [.. Data["examples"]!.AsArray().Select(e => Sequence(Numbers<int>(e!["input_ids"]!), Numbers<int>(e["labels"]!)))];
    }

    public Goldens Goldens { get; }

    public JsonObject Data { get; }

    public TokenSequence[] Examples { get; }

    public static T[] Numbers<T>(JsonNode node) => [.. node.AsArray().Select(n => n!.GetValue<T>())];

    public Decoder LoadBase(string name, LoraHost host, bool trainable = false) =>
        Decoder.Load(SharedFolder.Fixture($"lm/models/{name}"), new DecoderOptions { Wrap = host.Wrap, Trainable = trainable });

    /// <summary>Compares the gradients of adapter, embeddings and final norm with the tensors <c>grad.*</c>.</summary>
    public static void AssertGradients(Goldens goldens, Decoder decoder, LoraAdapter adapter)
    {
        var parameters = decoder.named_parameters().Select(p => (Name: $"base_model.model.{p.name}", Parameter: p.parameter)).Concat(adapter.Parameters())
            .ToDictionary(p => p.Name, p => p.Parameter);
        foreach (string name in goldens.Names.Where(n => n.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.That(Tensors.RelativeDistance(parameters[name["grad.".Length..]].grad!, goldens[name]), Is.LessThan(1e-5), name);
        }
    }

    /// <summary>An adapter whose tensors start with a prefix in a file beside this case, under PEFT's names.</summary>
    public LoraAdapter Adapter(JsonNode config, string file, string prefix)
    {
        using Goldens source = new(Goldens.Folder, Path.GetFileNameWithoutExtension(file));
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(_folder.File(LoraAdapter.WeightsName), source.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(n => n[prefix.Length..], n => source[n]));
        File.WriteAllBytes(_folder.File(LoraAdapter.ConfigName), LoraConfig.Create(new LoraOptions
        {
            Rank = config["r"]!.GetValue<int>(),
            Alpha = config["alpha"]!.GetValue<int>(),
            Dropout = 0,
            TargetModules = Numbers<string>(config["target_modules"]!),
        }, Numbers<string>(config["target_modules"]!)).ToJson());
        return LoraAdapter.Load(_folder.Path, CPU);
    }

    public void Dispose()
    {
        Goldens.Dispose();
        _folder.Dispose();
    }

    private static TokenSequence Sequence(int[] ids, int[] labels)
    {
        Assert.That(labels.Where((label, t) => label != -100 && label != ids[t]), Is.Empty, "a label is its own token");
        return new TokenSequence(ids, [.. labels.Select(label => label == -100 ? 0f : 1f)]);
    }
}
