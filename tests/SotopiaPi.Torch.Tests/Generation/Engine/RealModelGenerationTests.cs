using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>SmolLM2-135M-Instruct through the engine, against the greedy replies of transformers with the same weights.</summary>
[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class RealModelGenerationTests
{
    [Test]
    public Task A_short_prompt_is_continued_alike() => Check(prompts: 1, withAdapter: false);

    [TestCase(false)]
    [TestCase(true)]
    [Slow]
    public Task Prompts_of_scenes_are_continued_alike_together_and_beside_an_adapter(bool withAdapter) => Check(prompts: int.MaxValue, withAdapter);

    private static async Task Check(int prompts, bool withAdapter)
    {
        string path = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        using Goldens goldens = new(SharedFolder.Fixture("lm/smollm2"));
        JsonNode[] cases = [.. goldens.Json["prompts"]!.AsArray().Take(prompts).Select(prompt => prompt!)];
        var host = new LoraHost();
        using Decoder decoder = Decoder.Load(path, new DecoderOptions { PackWeights = true, Wrap = host.Wrap });
        using LoraAdapter adapter = LoraAdapter.Load(Path.Combine(goldens.Folder, "adapter"), CPU);
        adapter.Freeze();
        await using var engine = new EngineFixture(decoder.Config, new() { KvBudgetBytes = 512 << 20 }, threads: 2);
        AdapterUse?[] uses = withAdapter ? [null, new(host, adapter)] : [null];
        for (int round = 0; round < (prompts == 1 ? 1 : 2); round++)
        {
            GenerationResult[][] replies = await Task.WhenAll(uses.Select(use => Task.WhenAll(cases.Select(prompt => engine.Engine.GenerateAsync(
                new(decoder, Ids(prompt["input_ids"]!)) { Adapter = use, MaxNewTokens = Ids(prompt["greedy_new_ids"]!).Length, EndTokens = [2], Sampling = new() { Temperature = 0 } })))));
            for (int i = 0; i < cases.Length; i++)
            {
                Assert.That(replies[0][i].TokenIds, Is.EqualTo(Ids(cases[i]["greedy_new_ids"]!)), (string)cases[i]["name"]!);
                Assert.That(replies[0][i].LogProbabilities, Is.EqualTo(cases[i]["greedy_logprobs"]!.AsArray().Select(value => (float)value!)).Within(3e-4f));
                Assert.That(replies.Length == 1 || !replies[1][i].LogProbabilities.SequenceEqual(replies[0][i].LogProbabilities), Is.True, "the adapter matters");
            }
        }
    }

    private static int[] Ids(JsonNode node) => [.. node.AsArray().Select(id => (int)id!)];
}
