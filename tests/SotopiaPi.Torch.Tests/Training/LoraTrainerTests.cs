using Microsoft.Extensions.AI;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LoraTrainerTests
{
    private TemporaryFolder _folder = null!;
    private string _model = null!;

    [SetUp]
    public void WriteModel()
    {
        _folder = new TemporaryFolder();
        _model = _folder.File("model");
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        decoder.Save(_model);
    }

    [TearDown]
    public void DeleteModel() => _folder.Dispose();

    [Test]
    public async Task TrainAsync_lowers_the_loss_and_saves_an_adapter_for_each_epoch()
    {
        List<TrainingProgress> reports = [];
        TrainingResult result = await Trainer(o => o.Epochs = 6).TrainAsync(Request("run"), new Reports(reports));
        Assert.That(result.Losses, Has.Count.EqualTo(6 * 3), "5 groups in batches of 2");
        Assert.That(result.Losses[^1], Is.LessThan(result.Losses[0] - 0.5));
        Assert.That(result.Adapters.Select(a => (a.Epoch, a.Step)), Is.EqualTo(Enumerable.Range(1, 6).Select(e => ((double)e, 3 * e))));
        Assert.That(result.Chosen, Is.EqualTo(result.Adapters[^1]), "the last without held-out examples");
        Assert.That(Path.GetFileName(result.Chosen.Directory), Is.EqualTo("checkpoint-18"));
        Assert.That(reports.Select(r => r.Step), Is.EqualTo(Enumerable.Range(1, 18)));
        Assert.That(reports[^1].Remaining, Is.EqualTo(TimeSpan.Zero));
        Assert.That(reports.Select(r => r.TokensPerSecond), Is.All.GreaterThan(0));
        using LoraAdapter adapter = LoraAdapter.Load(result.Chosen.Directory, CPU);
        Assert.That((adapter.Config.Rank, adapter.Config.Alpha, adapter.Config.Dropout, adapter.Config.BaseModel), Is.EqualTo((4, 32.0, 0.1, _model)));
    }

    [Test]
    public async Task A_run_stopped_anywhere_and_resumed_ends_with_the_same_bits()
    {
        TrainingRequest unbroken = Request("unbroken");
        await Trainer().TrainAsync(unbroken);
        TrainingRequest broken = Request("broken") with { Resume = true };
        Random random = new(5);
        for (int stops = 0; ; stops++)
        {
            using CancellationTokenSource stop = new();
            int after = random.Next(1, 5);
            try
            {
                TrainingResult result = await Trainer().TrainAsync(broken, new Reports([], () =>
                {
                    if (--after == 0)
                    {
                        stop.Cancel();
                    }
                }), stop.Token);
                Assert.That(result.Adapters, Has.Count.EqualTo(4));
                Assert.That(stops, Is.GreaterThan(1));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.That(stops, Is.LessThan(50), "a run that is stopped after each epoch gets on");
            }
        }

        Assert.That(Files(broken.Directory), Is.EqualTo(Files(unbroken.Directory)));
    }

    [Test]
    public async Task Checkpoints_are_saved_every_few_steps_when_asked()
    {
        TrainingResult result = await Trainer(o => o.SaveEverySteps = 5).TrainAsync(Request("run"));
        Assert.That(result.Adapters.Select(a => a.Step), Is.EqualTo([5, 10, 12]), "and the last");
    }

    [Test]
    public async Task Training_stops_early_when_held_out_examples_get_no_better()
    {
        void Patient(LoraTrainerOptions o) => (o.LearningRate, o.Epochs, o.Patience) = (0.5, 12, 2);
        TrainingRequest request = Request("run") with { Validation = [Example("other", "other", "qqq", "wv")], Resume = true };
        TrainingResult result = await Trainer(Patient).TrainAsync(request);
        double[] losses = [.. result.Adapters.Select(a => a.ValidationLoss!.Value)];
        Assert.That(losses, Has.Length.LessThan(12));
        Assert.That(losses[^2..], Is.All.GreaterThanOrEqualTo(losses.Min()));
        Assert.That(Array.IndexOf(losses, losses.Min()), Is.EqualTo(losses.Length - 3));
        Assert.That(result.Chosen, Is.EqualTo(result.Adapters[^3]));
        string state = await File.ReadAllTextAsync(Path.Combine(result.Adapters[^1].Directory, "trainer_state.json"));
        Assert.That(state, Does.Contain($"\"best_model_checkpoint\": \"{Path.GetFileName(result.Chosen.Directory)}\""));
        TrainingResult again = await Trainer(Patient).TrainAsync(request);
        Assert.That(again.Adapters, Is.EqualTo(result.Adapters), "a run that stopped is not continued");
        Assert.That(async () => await Trainer(o => o.Patience = 1).TrainAsync(Request("none")), Throws.InvalidOperationException.With.Message.Contains("held-out"));
    }

    [Test]
    public async Task An_estimate_says_what_a_run_would_take()
    {
        LoraTrainer trainer = Trainer(o => o.Cutoff = 12);
        TrainingEstimate estimate = await trainer.EstimateAsync(Request("run"));
        Assert.That(Directory.Exists(Request("run").Directory), Is.False);
        List<TrainingProgress> reports = [];
        TrainingResult result = await trainer.TrainAsync(Request("run"), new Reports(reports));
        Assert.That((estimate.Examples, estimate.CutExamples, estimate.Steps, estimate.StepsPerEpoch), Is.EqualTo((15, 5, result.Losses.Count, 3)));
        Assert.That(estimate.TreeRatio, Is.GreaterThan(1.2));
        Assert.That(reports.Take(3).Average(r => r.TreeRatio), Is.EqualTo(estimate.TreeRatio).Within(0.2));
        Assert.That(reports.Select(r => r.MemoryBytes), Is.All.GreaterThan(1_000_000));
        Assert.That(new[] { estimate.ModelBytes, estimate.ActivationBytes, estimate.Targets }, Is.All.GreaterThan(0));
        Assert.That(estimate.Duration, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(estimate.ToString(), Does.Contain("15, 5 of them cut").And.Contain("tree ratio").And.Contain("12, 3 an epoch"));
        Assert.That(async () => await trainer.EstimateAsync(Request("run") with { Examples = [] }), Throws.InvalidOperationException.With.Message.Contains("no examples"));
    }

    [Test]
    public void Options_have_the_papers_settings_and_named_variants()
    {
        LoraTrainerOptions options = new();
        Assert.That((options.Lora.Rank, options.LearningRate, options.WarmUpRatio, options.Quantization, options.AdamW.WeightDecay), Is.EqualTo((8, 5e-5, 0.03, WeightQuantization.Nf4Nested, 0)));
        LoraTrainerOptions paper = LoraTrainerOptions.Paper(), reference = LoraTrainerOptions.Reference();
        Assert.That((paper.Lora.Alpha, paper.Lora.Dropout, paper.BatchSize, paper.Packing), Is.EqualTo((16.0, 0.05, 4, ExamplePacking.Independent)));
        Assert.That((reference.Lora.Alpha, reference.Lora.Dropout, reference.BatchSize, reference.Normalisation), Is.EqualTo((32.0, 0.1, 16, LossNormalisation.MeanOfMicroBatchMeans)));
    }

    [Test]
    public async Task Activations_computed_again_change_no_loss()
    {
        TrainingResult kept = await Trainer().TrainAsync(Request("kept"));
        TrainingResult again = await Trainer(o => o.Checkpointing = true).TrainAsync(Request("again"));
        Assert.That(again.Losses, Is.EqualTo(kept.Losses).Within(1e-5));
    }

    [Test]
    public async Task What_a_killed_run_left_half_written_is_removed_on_resume()
    {
        TrainingRequest request = Request("run") with { Resume = true };
        TrainingResult whole = await Trainer().TrainAsync(Request("whole"));
        string left = Path.Combine(request.Directory, "checkpoint-9.tmp");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, LoraAdapter.WeightsName), "half");
        TrainingResult result = await Trainer().TrainAsync(request);
        Assert.That(Directory.Exists(left), Is.False);
        Assert.That(Files(request.Directory), Is.EqualTo(Files(Path.GetDirectoryName(whole.Chosen.Directory)!)));
        Assert.That(result.Losses, Is.EqualTo(whole.Losses));
    }

    [Test]
    public async Task A_finished_run_is_not_repeated()
    {
        TrainingRequest request = Request("run") with { Resume = true };
        TrainingResult first = await Trainer().TrainAsync(request);
        List<TrainingProgress> reports = [];
        TrainingResult second = await Trainer().TrainAsync(request, new Reports(reports));
        Assert.That(reports, Is.Empty);
        Assert.That(second.Adapters, Is.EqualTo(first.Adapters));
        Assert.That(second.Chosen, Is.EqualTo(first.Chosen));
        Assert.That(second.Losses, Is.EqualTo(first.Losses));
    }

    [Test]
    public async Task Checkpoints_of_other_settings_or_without_resume_are_refused()
    {
        await Trainer().TrainAsync(Request("run"));
        Assert.That(async () => await Trainer().TrainAsync(Request("run")), Throws.TypeOf<IOException>().With.Message.Contains("Resume"));
        Refused(o => o.LearningRate = 1);
        Refused(o => o.Lora.TargetPattern = ".*q_proj");
        Refused(o => o.Lora.RankPattern = new Dictionary<string, int> { ["q_proj"] = 4 });
        Refused(o => o.Lora.AlphaPattern = new Dictionary<string, double> { ["q_proj"] = 4 });
        string weights = Path.Combine(_model, "model.safetensors");
        byte[] content = await File.ReadAllBytesAsync(weights);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(weights, content);
        Refused(_ => { });

        void Refused(Action<LoraTrainerOptions> change) => Assert.That(
            async () => await Trainer(change).TrainAsync(Request("run") with { Resume = true }), Throws.TypeOf<CheckpointException>().With.Message.Contains("other settings"));
    }

    [Test]
    public async Task Held_out_examples_choose_the_adapter()
    {
        TrainingResult result = await Trainer(o => o.LearningRate = 0.3).TrainAsync(Request("run") with { Validation = [.. Examples().Take(2)] });
        Assert.That(result.Adapters.Select(a => a.ValidationLoss), Is.All.Not.Null);
        Assert.That(result.Chosen.ValidationLoss, Is.EqualTo(result.Adapters.Min(a => a.ValidationLoss)));
    }

    [Test]
    public async Task A_run_starts_from_an_adapter()
    {
        TrainingResult first = await Trainer().TrainAsync(Request("first"));
        TrainingResult second = await Trainer(o => o.WarmUpRatio = 1).TrainAsync(Request("second") with { StartAdapter = first.Chosen.Directory, MaxSteps = 1 });
        Assert.That(second.Losses, Has.Count.EqualTo(1));
        Assert.That(Weights(second), Is.EqualTo(Weights(first)), "the first step of a warm-up has rate 0");
    }

    [Test]
    public async Task Packing_groups_trains_as_separate_examples_do()
    {
        void Whole(LoraTrainerOptions o) => (o.BatchSize, o.Lora.Dropout) = (100, 0);
        TrainingResult packed = await Trainer(Whole).TrainAsync(Request("packed"));
        TrainingResult separate = await Trainer(o =>
        {
            Whole(o);
            o.Packing = ExamplePacking.Independent;
        }).TrainAsync(Request("separate"));
        Assert.That(packed.Losses, Is.EqualTo(separate.Losses).Within(1e-5));
    }

    [Test]
    public void Examples_with_nothing_to_learn_are_refused_by_name()
    {
        TrainingRequest request = Request("run") with { Examples = [.. Examples().Take(3), Example("empty", "none", "abc", "")] };
        Assert.That(async () => await Trainer().TrainAsync(request), Throws.InvalidOperationException.With.Message.Contains("1 of 4 examples").And.Message.Contains("'empty'"));
        Assert.That(async () => await Trainer().TrainAsync(Request("run") with { Examples = [] }), Throws.InvalidOperationException.With.Message.Contains("no examples"));
    }

    [Test]
    public async Task A_loss_that_is_not_a_number_stops_with_the_examples_named()
    {
        TrainingResult first = await Trainer().TrainAsync(Request("first"));
        string poisoned = Path.Combine(first.Chosen.Directory, LoraAdapter.WeightsName);
        using (LoraAdapter adapter = LoraAdapter.Load(first.Chosen.Directory, CPU))
        using (no_grad())
        {
            adapter.Parameters()[0].Parameter.fill_(float.NaN);
            adapter.Save(first.Chosen.Directory);
        }

        Assert.That(async () => await Trainer().TrainAsync(Request("second") with { StartAdapter = first.Chosen.Directory }),
            Throws.InvalidOperationException.With.Message.Contains("Step 0 has the loss NaN").And.Message.Contains("'g"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_is_reported_before_and_during_the_run()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "");
        Assert.That(async () => await Trainer().TrainAsync(Request("file")), Throws.TypeOf<IOException>().With.Message.Contains("could not be written"));
        TrainingRequest request = Request("run");
        bool done = false;
        Assert.That(async () => await Trainer().TrainAsync(request, new Reports([], () =>
        {
            if (!done)
            {
                Directory.Delete(request.Directory);
                File.WriteAllText(request.Directory, "in the way");
                done = true;
            }
        })), Throws.TypeOf<IOException>().With.Message.Contains("checkpoint-3").And.Message.Contains("then resume"));
    }

    [Test]
    public void A_missing_model_is_reported() =>
        Assert.That(async () => await new LoraTrainer(_folder.File("nowhere"), Encode, null).TrainAsync(Request("run")), Throws.TypeOf<CheckpointException>().With.Message.Contains("nowhere"));

    private static SupervisedExample Example(string key, string group, string prompt, string reply) =>
        new(key, [new ChatMessage(ChatRole.User, prompt)], reply) { Group = group };

    /// <summary>Five groups of three turns, each turn's prompt the last one's prompt, reply and a letter more.</summary>
    private static IEnumerable<SupervisedExample> Examples()
    {
        for (int group = 0; group < 5; group++)
        {
            string prompt = $"{(char)('a' + group)}bc";
            for (int turn = 0; turn < 3; turn++)
            {
                string reply = new((char)('a' + ((group * turn) % 7)), 2);
                yield return Example($"g{group}t{turn}", $"g{group}", prompt, reply);
                prompt += reply + "zq";
            }
        }
    }

    /// <summary>A letter is a token; "z" ends a reply.</summary>
    private static ChatExample Encode(IReadOnlyList<ChatMessage> prompt, string reply)
    {
        int[] ids = [.. prompt.SelectMany(m => m.Text).Concat(reply.Length > 0 ? reply + "z" : "").Select(c => (c - 'a') % TinyDecoder.Vocabulary)];
        return ChatExample.AfterPrompt(ids, prompt.Sum(m => m.Text.Length));
    }

    private static (string Name, string Content)[] Files(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(directory, file), Convert.ToHexString(File.ReadAllBytes(file))))];

    private static byte[] Weights(TrainingResult result) => File.ReadAllBytes(Path.Combine(result.Chosen.Directory, LoraAdapter.WeightsName));

    private LoraTrainer Trainer(Action<LoraTrainerOptions>? change = null)
    {
        LoraTrainerOptions options = new() { Epochs = 4, BatchSize = 2, LearningRate = 5e-2 };
        options.Lora.Rank = 4;
        options.Lora.TargetModules = [LoraOptions.AllLinear];
        change?.Invoke(options);
        return new LoraTrainer(_model, Encode, options);
    }

    private TrainingRequest Request(string name) => new(_folder.File(name), [.. Examples()]) { Seed = 11 };

    private sealed class Reports(List<TrainingProgress> reports, Action? after = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            after?.Invoke();
        }
    }
}
