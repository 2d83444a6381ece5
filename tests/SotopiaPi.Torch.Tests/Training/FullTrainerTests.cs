using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class FullTrainerTests : TrainerFixture
{
    [Test]
    public async Task TrainAsync_lowers_the_loss_and_saves_models_that_load()
    {
        await File.WriteAllTextAsync(Path.Combine(Model, "tokenizer.json"), "{}");
        JsonObject config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Model, "config.json")))!.AsObject();
        config["eos_token_id"] = new JsonArray(2, 3);
        await File.WriteAllTextAsync(Path.Combine(Model, "config.json"), config.ToJsonString());
        TrainingResult result = await Trainer().TrainAsync(Request("run"));
        Assert.That(result.Losses[^1], Is.LessThan(result.Losses[0] / 4));
        Assert.That(File.Exists(Path.Combine(result.Chosen.Directory, "tokenizer.json")), Is.True, "the tokenizer goes along");
        JsonNode saved = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(result.Chosen.Directory, "config.json")))!;
        Assert.That(saved["eos_token_id"]!.ToJsonString(), Is.EqualTo("[2,3]"));
        using Decoder decoder = Trainable(result.Chosen.Directory);
        using SequenceTrainer trainer = new(decoder, _ => 0);
        Assert.That(trainer.Evaluate([Row("abcz")]), Is.LessThan(0.5));
    }

    [Test]
    public async Task Steps_are_those_of_the_sequence_trainer()
    {
        TrainingResult result = await Trainer(o => o.BatchSize = 100).TrainAsync(Request("run") with { MaxSteps = 3 });
        using Decoder decoder = Trainable(Model);
        using SequenceTrainer trainer = new(decoder, CosineSchedule.FromRatio(2e-2, 3, 0.03).At);
        TokenSequence[] rows = [Row("abcz"), Row("bcdz"), Row("cdez")];
        double[] losses = [.. Enumerable.Range(0, 3).Select(_ => trainer.Step(rows).Loss)];
        Assert.That(result.Losses, Is.EqualTo(losses).Within(1e-5));
    }

    [Test]
    public async Task A_run_stopped_and_resumed_ends_with_the_same_bits()
    {
        TrainingRequest unbroken = Request("unbroken"), broken = Request("broken");
        void Short(FullTrainerOptions o) => (o.Epochs, o.SaveEveryEpochs) = (4, 1);
        await Trainer(Short).TrainAsync(unbroken);
        await TrainInPiecesAsync(Trainer(Short), broken);
        Assert.That(Files(broken.Directory), Is.EqualTo(Files(unbroken.Directory)));
    }

    [Test]
    public async Task Training_goes_on_from_an_earlier_model_but_not_from_an_adapter()
    {
        TrainingResult first = await Trainer().TrainAsync(Request("first"));
        TrainingResult second = await Trainer().TrainAsync(Request("second") with { StartAdapter = first.Chosen.Directory, MaxSteps = 1 });
        Assert.That(second.Losses[0], Is.LessThan(first.Losses[0] / 4));
        TrainingResult adapter = await new LoraTrainer(Model, StandInTrainer.Encode, new LoraTrainerOptions { Epochs = 1 }).TrainAsync(Request("adapter"));
        Assert.That(async () => await Trainer().TrainAsync(Request("third") with { StartAdapter = adapter.Chosen.Directory }),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("Merge the adapter"));
    }

    private static TokenSequence Row(string text)
    {
        int[] ids = [.. text.Select(c => (c - 'a') % TinyDecoder.Vocabulary)];
        return new TokenSequence(ids, [.. ids.Select((_, t) => t >= 2 ? 1f : 0)]);
    }

    private static Decoder Trainable(string folder) => Decoder.Load(folder, new DecoderOptions { Trainable = true });

    private TrainingRequest Request(string name) =>
        new(InFolder(name), [.. Enumerable.Range(0, 3).Select(i => new SupervisedExample($"k{i}", Prompt($"{(char)('a' + i)}{(char)('b' + i)}"), $"{(char)('c' + i)}"))]) { Seed = 5 };

    private FullTrainer Trainer(Action<FullTrainerOptions>? change = null)
    {
        FullTrainerOptions options = new() { Epochs = 20, BatchSize = 2, LearningRate = 2e-2, SaveEveryEpochs = 3 };
        change?.Invoke(options);
        return new FullTrainer(Model, StandInTrainer.Encode, options);
    }
}
