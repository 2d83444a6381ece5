using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>What was trained here runs in llama.cpp: SmolLM2 with its adapter merged in, as it computes the file that was written.</summary>
[Category("Fixtures.lm")]
[Slow]
[LiveTensorsFlat]
internal sealed class LlamaCppTests
{
    private const string Model = "models/SmolLM2-135M-Instruct.Q4_1.gguf";
    private const double LeastGap = 0.05;               // below it rounding may decide
    private const int NewTokens = 32;

    [TestCase("F16", false, 3)]
    [TestCase("F16", true, 1)]
    [TestCase("Q8_0", true, 1)]
    public async Task A_merged_adapter_gives_the_same_greedy_text(string type, bool tokenizerFromFolder, int promptCount)
    {
        string source = SharedFolder.Path(Model);
        string tokenizerFolder = SharedFolder.Fixture("text/tokenizers/real-smollm2");
        using Goldens goldens = new(SharedFolder.Fixture("lm/smollm2"));
        using TemporaryFolder folder = new();
        string file = folder.File("merged.gguf");
        Export(source, goldens.Folder, file, new GgufExportOptions { Type = type, Name = "merged", Tokenizer = tokenizerFromFolder ? tokenizerFolder : source });

        string[] prompts = [.. goldens.Json["prompts"]!.AsArray().Take(promptCount).Select(prompt => (string)prompt!["rendered_text"]!)];
        string[][] messages = [["system", "You know geography."], ["user", "What is the capital of France?"], ["assistant", "Paris."], ["user", "And of Spain?"]];
        LlamaCpp.Answer other = LlamaCpp.Ask(file, new(messages, prompts, NewTokens));

        using GgufFile written = GgufFile.Open(file);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromGguf(written.Metadata);
        ChatTemplate template = ChatTemplate.FromGguf(written.Metadata);
        Assert.That(other.Rendered, Is.EqualTo(template.Render([.. messages.Select(message => new ChatMessage(new ChatRole(message[0]), message[1]))], new() { AddGenerationPrompt = true })), "chat template");

        using Decoder decoder = Decoder.Load(file);
        int compared = 0;
        for (int i = 0; i < prompts.Length; i++)
        {
            int[] ids = [.. tokenizer.Encode(prompts[i], addSpecialTokens: false)];
            Assert.That(other.Continuations[i].Prompt, Is.EqualTo(ids), $"ids of prompt {i}");
            await using var engine = new EngineFixture(decoder.Config, new() { KvBudgetBytes = 512 << 20 });
            GenerationResult ours = await engine.Engine.GenerateAsync(new GenerationRequest(decoder, ids) { MaxNewTokens = NewTokens, Sampling = new() { Temperature = 0 }, EndTokens = tokenizer.EosIds });
            double[] gaps = Gaps(decoder, ids, ours.TokenIds);
            int clear = gaps.TakeWhile(gap => gap >= LeastGap).Count();
            compared += clear;
            TestContext.Out.WriteLine($"prompt {i}: {ours.TokenIds.Count} tokens, {clear} compared; {tokenizer.Decode(ours.TokenIds)}");
            Assert.That(tokenizer.Decode(other.Continuations[i].Ids.Take(clear)), Is.EqualTo(tokenizer.Decode(ours.TokenIds.Take(clear))), $"text of prompt {i}");
            Assert.That(other.Continuations[i].Ids.Take(clear), Is.EqualTo(ours.TokenIds.Take(clear)), $"tokens of prompt {i}");
        }

        Assert.That(compared, Is.GreaterThan(prompts.Length * 5), "positions with a clear winner");
    }

    private static void Export(string model, string fixture, string file, GgufExportOptions options)
    {
        LoraHost host = new();
        using Decoder decoder = Decoder.Load(model, new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter adapter = LoraAdapter.Load(Path.Combine(fixture, "adapter"), CPU);
        host.Merge(adapter);
        GgufExport.Write(decoder, file, options);
    }

    // The same forward pass over prompt and reply gives the logits before each new token.
    private static double[] Gaps(Decoder decoder, int[] prompt, IReadOnlyList<int> reply)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        long[] all = [.. prompt.Concat(reply).Select(id => (long)id)];
        using CausalBatch batch = new([all.Length], CPU);
        Tensor rows = decoder.Hidden(tensor(all), batch.Positions, batch).narrow(0, prompt.Length - 1, reply.Count);
        var (values, _) = decoder.Logits(rows).topk(2);
        return [.. (values.select(1, 0) - values.select(1, 1)).data<float>().ToArray().Select(gap => (double)gap)];
    }
}
