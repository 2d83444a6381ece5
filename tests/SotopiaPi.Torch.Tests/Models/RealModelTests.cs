using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>SmolLM2-135M-Instruct, read from its GGUF file, against what transformers computes with the same weights.</summary>
[Category("Fixtures.lm")]
internal sealed class RealModelTests
{
    private readonly LoraHost _host = new();
    private Goldens? _goldens;
    private Decoder? _decoder;

    [OneTimeSetUp]
    public void Load()
    {
        string path = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        _goldens = new Goldens(SharedFolder.Fixture("lm/smollm2"));
        _decoder = Decoder.Load(path, new DecoderOptions { Wrap = _host.Wrap });
    }

    [OneTimeTearDown]
    public void Free()
    {
        _decoder?.Dispose();
        _goldens?.Dispose();
    }

    [Test]
    [LiveTensorsFlat]
    public void Rows_of_queries_and_keys_are_put_into_half_rotation_order()
    {
        using GgufFile file = GgufFile.Open(SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf"));
        using GgufTensorSource source = new(file, _decoder!.Config);
        using var scope = NewDisposeScope();
        foreach (string part in new[] { "q_proj", "k_proj" })
        {
            Tensor rows = source.Read($"model.layers.0.self_attn.{part}.weight", CPU);
            Assert.That(Tensors.MaxDifference(rows.narrow(0, 0, 2), _goldens![$"hf_layout.model.layers.0.self_attn.{part}.rows_0_2"]), Is.Zero, part);
            int heads = part == "q_proj" ? 9 : 3;
            Assert.That(Tensors.MaxDifference(GgufLayout.Interleave(rows, heads), file.Read($"blk.0.attn_{part[0]}.weight", CPU)), Is.Zero, "and back");
        }
    }

    [Test]
    [LiveTensorsFlat]
    public void Logits_of_a_question_agree() => Check(0);

    /// <summary>In a process of its own: the memory of the runtime and of libtorch counts, too.</summary>
    [Test]
    [Platform("Linux")]
    public void The_file_loads_in_three_seconds_and_seven_hundred_megabytes_above_its_weights()
    {
        LoadProbe.Outcome outcome = LoadProbe.Run(SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf"), ScalarType.Float32);
        TestContext.Out.WriteLine($"{outcome.Seconds:F2} s, {outcome.Weights / 1e6:F0} MB of weights, peak of the process {outcome.Peak / 1e6:F0} MB");
        Assert.That(outcome.Weights, Is.EqualTo(134_515_008 * 4L));
        Assert.That(outcome.Peak, Is.LessThan(outcome.Weights + 700_000_000));
        Assert.That(outcome.Seconds, Is.LessThan(3));
    }

    [TestCase(0)]
    [LiveTensorsFlat]
    public Task The_greedy_reply_to_a_question_is_the_reference(int prompt) => CheckGreedyAsync(prompt);

    [TestCase(1)]
    [TestCase(2)]
    [Slow]
    [LiveTensorsFlat]
    public Task Greedy_replies_to_long_prompts_are_the_reference(int prompt) => CheckGreedyAsync(prompt);

    [TestCase(1)]
    [TestCase(2)]
    [Slow]
    [LiveTensorsFlat]
    public void Logits_of_long_prompts_agree(int prompt) => Check(prompt);

    [Test]
    [Slow]
    [LiveTensorsFlat]
    public void Loss_and_gradients_with_an_adapter_agree()
    {
        JsonObject sft = _goldens!.Json["sft"]!.AsObject();
        long[] ids = [.. sft["input_ids"]!.AsArray().Select(id => (long)id!)];
        long[] labels = [.. sft["labels"]!.AsArray().Select(id => (long)id!)];
        long[] rows = [.. Enumerable.Range(1, ids.Length - 1).Where(t => labels[t] != -100).Select(t => t - 1L)];
        using LoraAdapter adapter = LoraAdapter.Load(Path.Combine(_goldens.Folder, "adapter"), CPU);
        using var scope = NewDisposeScope();
        using CausalBatch batch = new([ids.Length], CPU);
        Tensor Loss() => nn.functional.cross_entropy(_decoder!.Logits(_decoder.Hidden(tensor(ids), batch.Positions, batch).index_select(0, tensor(rows))), tensor(rows.Select(row => labels[row + 1]).ToArray()));
        _host.Use((LoraAdapter?)null);
        using (no_grad())
        {
            Assert.That(Loss().ToDouble(), Is.EqualTo((double)sft["loss_without_adapter"]!).Within(1e-4));
        }

        _host.Use(adapter);
        Tensor loss = Loss();
        loss.backward();
        _host.Use((LoraAdapter?)null);
        Assert.That(loss.ToDouble(), Is.EqualTo((double)sft["loss_with_adapter"]!).Within(1e-4));
        foreach (var (name, parameter) in adapter.Parameters())
        {
            string plain = name[LoraAdapter.NamePrefix.Length..];
            double norm = (double)sft["lora_grad_l2_norms"]![plain]!;
            Assert.That(parameter.grad!.norm().ToDouble(), Is.EqualTo(norm).Within(3e-4 * norm), plain);
            if (_goldens.Has($"grad.{plain}"))
            {
                Assert.That(Tensors.RelativeDistance(parameter.grad!, _goldens[$"grad.{plain}"]), Is.LessThan(1e-3), plain);
            }
        }
    }

    private async Task CheckGreedyAsync(int index)
    {
        JsonObject prompt = _goldens!.Json["prompts"]![index]!.AsObject();
        int[] ids = [.. prompt["input_ids"]!.AsArray().Select(id => (int)id!)];
        int[] expected = [.. prompt["greedy_new_ids"]!.AsArray().Select(id => (int)id!)];
        _host.Use((LoraAdapter?)null);
        await using var engine = new EngineFixture(_decoder!.Config, new() { KvBudgetBytes = 128 << 20 });
        GenerationResult result = await engine.Engine.GenerateAsync(new GenerationRequest(_decoder, ids) { MaxNewTokens = expected.Length, Sampling = new() { Temperature = 0 }, EndTokens = [2] });
        Assert.That(result.TokenIds, Is.EqualTo(expected));
        Assert.That(result.LogProbabilities, Is.EqualTo(prompt["greedy_logprobs"]!.AsArray().Select(value => (float)value!)).Within(3e-4f));
    }

    private void Check(int index)
    {
        JsonObject prompt = _goldens!.Json["prompts"]![index]!.AsObject();
        long[] ids = [.. prompt["input_ids"]!.AsArray().Select(id => (long)id!)];
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using CausalBatch batch = new([ids.Length], CPU);
        Tensor logits = _decoder!.Logits(_decoder.Hidden(tensor(ids), batch.Positions, batch).narrow(0, ids.Length - 1, 1)).squeeze(0);
        Assert.That(logits.logsumexp(0).ToDouble(), Is.EqualTo((double)prompt["logsumexp"]!).Within(3e-4));
        var (values, order) = logits.topk(20);
        Assert.That(order.data<long>().ToArray(), Is.EqualTo(prompt["top20_ids"]!.AsArray().Select(id => (long)id!)));
        Assert.That(values.data<float>().ToArray(), Is.EqualTo(prompt["top20_logits"]!.AsArray().Select(logit => (float)logit!)).Within(3e-4f));
        if (_goldens.Has($"full_logits_last_position.prompt{index}"))
        {
            Assert.That(Tensors.MaxDifference(logits, _goldens[$"full_logits_last_position.prompt{index}"]), Is.LessThan(3e-4));
        }
    }
}
