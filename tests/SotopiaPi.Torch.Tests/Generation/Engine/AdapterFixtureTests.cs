using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>The base's greedy continuations of the fixtures, while the adapters of the fixtures play in the same batch.</summary>
[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class AdapterFixtureTests
{
    private const string Root = "lm/lora";

    private static IEnumerable<string> Cases => SharedFolder.Cases(Root, folders: true);

    [TestCaseSource(nameof(Cases))]
    public async Task The_base_says_what_it_says_and_an_adapter_what_it_says_alone(string name)
    {
        string folder = SharedFolder.RequireCase(Root, name);
        string baseFolder = Path.GetFullPath(Path.Combine(folder, (string)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "goldens.json")))!["base_model"]!));
        using LoraAdapter adapter = LoraAdapter.Load(folder, CPU);
        if (adapter.Modules.Values.Any(module => !module.IsPlain))
        {
            Assert.Ignore("the adapter changes more than low-rank updates can; it plays on weights of its own");
        }

        adapter.Freeze();
        var host = new LoraHost();
        using Goldens goldens = new(baseFolder);
        using Decoder decoder = Decoder.Load(baseFolder, new DecoderOptions { Wrap = host.Wrap });
        JsonObject greedy = goldens.Json["greedy"]!.AsObject();
        int[][] expected = Arrays(greedy["new_tokens"]!);
        GenerationRequest[] plain = [.. Arrays(greedy["prompts"]!).Select(prompt => new GenerationRequest(decoder, prompt) { MaxNewTokens = (int)greedy["max_new_tokens"]!, Sampling = new() { Temperature = 0 } })];
        GenerationRequest[] adapted = [.. plain.Select(request => request with { Adapter = new(host, adapter) })];
        var alone = new List<GenerationResult>();
        foreach (GenerationRequest request in adapted)
        {
            await using var own = new EngineFixture(decoder.Config);
            alone.Add(await own.Engine.GenerateAsync(request));
        }

        await using var engine = new EngineFixture(decoder.Config, new() { KvBudgetBytes = 8 << 20, StepTokens = 16 }, threads: 2);
        GenerationResult[] together = await Task.WhenAll(plain.Concat(adapted).Select(request => engine.Engine.GenerateAsync(request)));
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.That(together[i].TokenIds, Is.EqualTo(expected[i]));
            Assert.That(together[plain.Length + i].TokenIds, Is.EqualTo(alone[i].TokenIds));
            Assert.That(together[plain.Length + i].LogProbabilities, Is.EqualTo(alone[i].LogProbabilities));
        }
    }

    private static int[][] Arrays(JsonNode node) => [.. node.AsArray().Select(row => row!.AsArray().Select(value => (int)value!).ToArray())];
}
