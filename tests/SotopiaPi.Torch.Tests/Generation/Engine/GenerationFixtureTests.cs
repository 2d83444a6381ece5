using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Greedy continuations of transformers, from the fixtures <c>lm/models</c>.</summary>
[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class GenerationFixtureTests
{
    private const string Root = "lm/models";

    private static IEnumerable<string> Cases => SharedFolder.Cases(Root, folders: true);

    [TestCaseSource(nameof(Cases))]
    public async Task Greedy_tokens_agree_alone_together_and_with_a_known_beginning(string name)
    {
        using Goldens goldens = new(SharedFolder.RequireCase(Root, name));
        using Decoder decoder = Decoder.Load(goldens.Folder);
        JsonObject greedy = goldens.Json["greedy"]!.AsObject();
        GenerationRequest[] requests = Requests(decoder, greedy);
        int[][] expected = Arrays<int>(greedy["new_tokens"]!);
        float[][] logProbabilities = Arrays<float>(greedy["top1_logprobs"]!);

        await using (var alone = new EngineFixture(decoder.Config, new() { KvBudgetBytes = 8 << 20, StepTokens = 7 }))
        {
            foreach (var (request, i) in requests.Select((request, i) => (request, i)))
            {
                Check(await alone.Engine.GenerateAsync(request), expected[i], logProbabilities[i]);
            }
        }

        int blocks = 1 + KvLayout.BlocksFor(requests.Max(request => request.Prompt.Count) + (int)greedy["max_new_tokens"]!);      // one sequence, and a little of a second
        await using (var tight = new EngineFixture(decoder.Config, new() { KvBudgetBytes = blocks * CpuKvStore.BlockBytesOf(KvLayout.Of(decoder.Config)) }))
        {
            GenerationResult[] results = await Task.WhenAll(requests.Select(request => tight.Engine.GenerateAsync(request)));
            for (int i = 0; i < results.Length; i++)
            {
                Check(results[i], expected[i], logProbabilities[i]);
            }
        }

        await using var together = new EngineFixture(decoder.Config);
        for (int round = 0; round < 2; round++)
        {
            GenerationResult[] results = await Task.WhenAll(requests.Select(request => together.Engine.GenerateAsync(request)));
            for (int i = 0; i < results.Length; i++)
            {
                Check(results[i], expected[i], logProbabilities[i]);
                Assert.That(results[i].CachedTokens, round == 0 ? Is.LessThan(requests[i].Prompt.Count) : Is.EqualTo(requests[i].Prompt.Count - 1));
            }
        }
    }

    [Test]
    public async Task An_end_token_ends_its_sequence_only()
    {
        int cases = 0;
        foreach (string name in Cases)
        {
            using Goldens goldens = new(SharedFolder.RequireCase(Root, name));
            if (goldens.Json["greedy_eos"] is JsonObject ending)
            {
                cases++;
                await CheckEndingAsync(goldens, ending);
            }
        }

        if (cases == 0)
        {
            Assert.Ignore("no case has 'greedy_eos'");
        }
    }

    private static async Task CheckEndingAsync(Goldens goldens, JsonObject ending)
    {
        using Decoder decoder = Decoder.Load(goldens.Folder);
        int eos = (int)ending["eos_token_id"]!;
        int pad = (int)ending["pad_token_id"]!;
        await using var engine = new EngineFixture(decoder.Config);
        GenerationRequest[] requests = [.. Requests(decoder, goldens.Json["greedy"]!.AsObject()).Select(request => request with { EndTokens = [eos] })];
        GenerationResult[] results = await Task.WhenAll(requests.Select(request => engine.Engine.GenerateAsync(request)));
        int[][] expected = Arrays<int>(ending["new_tokens"]!);
        for (int i = 0; i < results.Length; i++)
        {
            int end = Array.IndexOf(expected[i], eos);
            Assert.That(results[i].TokenIds, Is.EqualTo(end < 0 ? expected[i] : expected[i][..(end + 1)]));
            Assert.That(results[i].End, Is.EqualTo(end < 0 ? GenerationEnd.Length : GenerationEnd.EndToken));
            Assert.That(end < 0 || expected[i][(end + 1)..].All(id => id == pad));
        }
    }

    private static void Check(GenerationResult result, int[] expected, float[] logProbabilities)
    {
        Assert.That(result.TokenIds, Is.EqualTo(expected));
        Assert.That(result.LogProbabilities, Is.EqualTo(logProbabilities).Within(1e-4f));
        Assert.That(result.End, Is.EqualTo(GenerationEnd.Length));
    }

    private static GenerationRequest[] Requests(Decoder decoder, JsonObject greedy) =>
    [
        .. Arrays<int>(greedy["prompts"]!).Select(prompt => new GenerationRequest(decoder, prompt)
        {
            MaxNewTokens = (int)greedy["max_new_tokens"]!,
            Sampling = new() { Temperature = 0 },
        }),
    ];

    private static T[][] Arrays<T>(JsonNode node) => [.. node.AsArray().Select(row => row!.AsArray().Select(value => value!.GetValue<T>()).ToArray())];
}
