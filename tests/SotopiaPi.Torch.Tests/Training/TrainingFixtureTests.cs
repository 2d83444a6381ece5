using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Thirty steps of PyTorch and PEFT, repeated here (tolerances: README of the fixtures, section 2).</summary>
[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class TrainingFixtureTests
{
    private static IEnumerable<string> Trajectories() =>
        SharedFolder.Cases(TrainingFixture.Folder, "*.json").Where(name => name != "data.json" && !name.StartsWith("all_in_one", StringComparison.Ordinal));

    [TestCaseSource(nameof(Trajectories))]
    public void A_run_follows_the_recorded_one(string name)
    {
        using TrainingFixture fixture = new(name);
        JsonNode config = fixture.Goldens.Json["config"]!;
        LoraHost host = new();
        using Decoder decoder = fixture.LoadBase(config["base"]!.GetValue<string>(), host);
        using LoraAdapter adapter = fixture.Adapter(config, InitialFile(fixture.Goldens.Json), "initial.");
        host.Use(adapter);
        CosineSchedule schedule = CosineSchedule.FromRatio(config["lr"]!.GetValue<double>(), config["num_steps"]!.GetValue<int>(), config["warmup_ratio"]!.GetValue<double>());
        using SequenceTrainer trainer = new(decoder, adapter.Parameters(), schedule.At, Options(config));
        JsonArray steps = fixture.Goldens.Json["steps"]!.AsArray();
        for (int step = 0; step < steps.Count; step++)
        {
            StepResult result = trainer.Step([.. fixture.Data["batches"]![step]!.AsArray().SelectMany(micro => TrainingFixture.Numbers<int>(micro!)).Select(i => fixture.Examples[i])]);
            JsonNode expected = steps[step]!;
            Assert.That(result.LearningRate, Is.EqualTo(expected["lr"]!.GetValue<double>()).Within(1e-12));
            Assert.That(result.Loss, Is.EqualTo(expected["loss"]!.GetValue<double>()).Within(1e-5), $"loss of step {step}");
            Assert.That(result.GradientNorm, Is.EqualTo(expected["grad_norm_before_clip"]!.GetValue<double>()).Within(2e-5), $"norm of step {step}");
            AssertGradients(fixture.Goldens, result, trainer, config["max_grad_norm"]!.GetValue<double>());
            AssertAdapter(fixture.Goldens, $"after_step_{step}.", adapter, fixture, InitialFile(fixture.Goldens.Json));
        }

        AssertAdapter(fixture.Goldens, "final.", adapter, fixture, InitialFile(fixture.Goldens.Json));
    }

    private static IEnumerable<string> Gradients() => SharedFolder.Cases(TrainingFixture.Folder, "all_in_one*.json");

    [Test]
    public void One_packed_batch_has_the_gradient_of_separate_passes([ValueSource(nameof(Gradients))] string name, [Values] bool tree)
    {
        using var scope = NewDisposeScope();
        using TrainingFixture fixture = new(name);
        JsonObject json = fixture.Goldens.Json;
        LoraHost host = new();
        using Decoder decoder = fixture.LoadBase(json["base"]!.GetValue<string>(), host, trainable: true);
        using LoraAdapter adapter = fixture.Adapter(json, Path.ChangeExtension(name, "safetensors"), "lora.");
        host.Use(adapter);
        int[] all = [.. Enumerable.Range(0, fixture.Examples.Length)];
        TokenTree packing = TokenTree.Of(tree ? [all] : [.. all.Select(i => (int[])[i])], fixture.Examples, TrainingFixture.Numbers<double>(json["weights"]!));
        Assert.That(packing.Ids, Has.Count.EqualTo(fixture.Data[tree ? "distinct_prefix_nodes_in_trie" : "total_tokens"]!.GetValue<int>()));
        using PackedSequences packed = new(new TreePass(packing, 0, []), [], CPU);
        if (!tree)
        {
            double[][] losses = [.. json["nll_per_target_token"]!.AsArray().Select(e => TrainingFixture.Numbers<double>(e!))];
            Assert.That(packed.TargetLosses(decoder).data<float>().Select(x => (double)x), Is.EqualTo(losses.SelectMany(x => x)).Within(5e-5));
        }

        Tensor loss = packed.Loss(decoder);
        double objective = json["objective_value"]!.GetValue<double>();
        Assert.That(loss.ToDouble(), Is.EqualTo(objective).Within(1e-6 * objective));
        loss.backward();
        TrainingFixture.AssertGradients(fixture.Goldens, decoder, adapter);
    }

    private static SequenceTrainerOptions Options(JsonNode config) => new()
    {
        AdamW = new AdamWSettings
        {
            Beta1 = config["betas"]![0]!.GetValue<double>(),
            Beta2 = config["betas"]![1]!.GetValue<double>(),
            Epsilon = config["eps"]!.GetValue<double>(),
            WeightDecay = config["weight_decay"]!.GetValue<double>(),
        },
        MaxGradientNorm = config["max_grad_norm"]!.GetValue<double>(),
        Normalisation = config["loss_normalisation"]!.GetValue<string>() == "tokens" ? LossNormalisation.Tokens : LossNormalisation.MeanOfMicroBatchMeans,
        MicroBatchSize = 4,
    };

    private static string InitialFile(JsonObject json) =>
        json["initial_adapter"]!.GetValue<string>().Split(' ').Single(word => word.EndsWith(".safetensors", StringComparison.Ordinal));

    private static void AssertAdapter(Goldens goldens, string prefix, LoraAdapter adapter, TrainingFixture fixture, string initialFile)
    {
        using var scope = NewDisposeScope();
        using Goldens start = new(goldens.Folder, Path.GetFileNameWithoutExtension(initialFile));
        var parameters = adapter.Parameters().ToDictionary(p => p.Name, p => p.Parameter);
        foreach (string name in goldens.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string key = name[prefix.Length..];
            Tensor initial = start[$"initial.{key}"];
            Assert.That(Tensors.MaxDifference(parameters[key], goldens[name]), Is.LessThan(2e-5), name);
            // One step after A's first gradient, entries whose gradient is near ε move by a share of their rounding: relative for the end only.
            if (prefix == "final.")
            {
                Assert.That(Tensors.RelativeDistance(parameters[key] - initial, goldens[name] - initial), Is.LessThan(5e-5), $"change of {name}");
            }
        }
    }

    private static void AssertGradients(Goldens goldens, StepResult result, SequenceTrainer trainer, double maxNorm)
    {
        using var scope = NewDisposeScope();
        string prefix = $"grad_before_clip_step_{result.Step}.";
        double unclip = Math.Max(1, (result.GradientNorm + 1e-6) / maxNorm);
        foreach (var (name, parameter) in trainer.Parameters.Where(p => goldens.Has(prefix + p.Name)))
        {
            Assert.That(Tensors.RelativeDistance(parameter.grad! * unclip, goldens[prefix + name]), Is.LessThan(5e-5), prefix + name);
        }
    }
}
