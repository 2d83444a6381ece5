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
    public async Task A_finished_run_is_not_repeated()
    {
        TrainingRequest request = Request("run") with { Resume = true };
        TrainingResult first = await Trainer().TrainAsync(request);
        Directory.Delete(_model, recursive: true);
        WriteConfigOnly();
        TrainingResult second = await Trainer().TrainAsync(request);
        Assert.That(second.Adapters, Is.EqualTo(first.Adapters));
        Assert.That(second.Chosen, Is.EqualTo(first.Chosen));
        Assert.That(second.Losses, Is.EqualTo(first.Losses));
    }

    [Test]
    public async Task Checkpoints_of_other_settings_or_without_resume_are_refused()
    {
        await Trainer().TrainAsync(Request("run"));
        Assert.That(async () => await Trainer().TrainAsync(Request("run")), Throws.TypeOf<IOException>().With.Message.Contains("Resume"));
        Assert.That(async () => await Trainer(o => o.LearningRate = 1).TrainAsync(Request("run") with { Resume = true }),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("other settings"));
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

    private void WriteConfigOnly()
    {
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        decoder.Save(_model);
        File.Delete(Path.Combine(_model, "model.safetensors"));
    }

    private sealed class Reports(List<TrainingProgress> reports, Action? after = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            after?.Invoke();
        }
    }
}
