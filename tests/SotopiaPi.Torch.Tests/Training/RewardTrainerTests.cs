using System.Text.Json;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class RewardTrainerTests : TrainerFixture
{
    [Test]
    public async Task Comparisons_teach_which_reply_is_better()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 6).Select(i => PreferenceExample.Of($"p{i}", Prompt($"{(char)('a' + i)}gh"), "ab", "cd"))];
        TrainingResult result = await Trainer().TrainAsync(new TrainingRequest(InFolder("run"), examples));
        Assert.That(result.Losses[0], Is.EqualTo(Math.Log(2)).Within(0.3));
        Assert.That(result.Losses[^1], Is.LessThan(0.1));
        using RewardModel model = await LoadAsync(result.Chosen.Directory);
        Assert.That(await model.ScoreAsync(Prompt("kgh"), "ab"), Is.GreaterThan(await model.ScoreAsync(Prompt("kgh"), "cd") + 1), "of a prompt it was not trained on");
    }

    [Test]
    public async Task Scores_are_learnt_and_given_back()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 6).Select(i => new ScoredExample($"s{i}", Prompt("agh"), $"{(char)('a' + i)}b", (i - 2.5) / 2.5))];
        TrainingResult result = await Trainer(o => o.Epochs = 60).TrainAsync(new TrainingRequest(InFolder("run"), examples));
        Assert.That(result.Losses[^1], Is.LessThan(0.02));
        using RewardModel model = await LoadAsync(result.Chosen.Directory);
        Assert.That(await model.ScoreAsync(Prompt("agh"), "ab"), Is.EqualTo(-1).Within(0.3));
        Assert.That(await model.ScoreAsync(Prompt("agh"), "fb"), Is.EqualTo(1).Within(0.3));
    }

    [Test]
    public async Task A_run_stopped_and_resumed_ends_with_the_same_bits()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 4).Select(i => new ScoredExample($"s{i}", Prompt("agh"), $"{(char)('a' + i)}b", i))];
        TrainingRequest unbroken = new(InFolder("unbroken"), examples), broken = unbroken with { Directory = InFolder("broken") };
        void Short(RewardTrainerOptions o) => (o.Epochs, o.SaveEveryEpochs) = (4, 1);
        await Trainer(Short).TrainAsync(unbroken);
        await TrainInPiecesAsync(Trainer(Short), broken);
        Assert.That(Files(broken.Directory), Is.EqualTo(Files(unbroken.Directory)));
    }

    [Test]
    public async Task Files_have_the_form_of_PEFT_for_sequence_classification()
    {
        TrainingResult result = await Trainer(o => o.Epochs = 1).TrainAsync(new TrainingRequest(InFolder("run"), [new ScoredExample("s", Prompt("abc"), "de", 1)]));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(result.Chosen.Directory, LoraAdapter.WeightsName));
        Assert.That(file.Tensors["base_model.model.score.weight"].Shape, Is.EqualTo([1L, TinyDecoder.Config.HiddenSize]));
        Assert.That(file.Tensors.Keys, Does.Contain("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"));
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(result.Chosen.Directory, LoraAdapter.ConfigName)));
        Assert.That(config.RootElement.GetProperty("task_type").GetString(), Is.EqualTo("SEQ_CLS"));
        Assert.That(config.RootElement.GetProperty("modules_to_save").EnumerateArray().Select(e => e.GetString()), Does.Contain("score"));
    }

    [Test]
    public async Task An_adapter_without_a_head_is_refused_as_a_reward_model_and_gets_one_in_training()
    {
        LoraTrainerOptions options = new() { Epochs = 1 };
        TrainingResult adapter = await new LoraTrainer(Model, StandInTrainer.Encode, options).TrainAsync(new TrainingRequest(InFolder("adapter"), [new SupervisedExample("k", Prompt("abc"), "de")]));
        Assert.That(async () => await LoadAsync(adapter.Chosen.Directory), Throws.TypeOf<CheckpointException>().With.Message.Contains("score.weight"));
        TrainingResult reward = await Trainer(o => o.Epochs = 1).TrainAsync(new TrainingRequest(InFolder("run"), [new ScoredExample("s", Prompt("abc"), "de", 1)]) { StartAdapter = adapter.Chosen.Directory });
        using RewardModel model = await LoadAsync(reward.Chosen.Directory);
        Assert.That(await model.ScoreAsync(Prompt("abc"), "de"), Is.Not.NaN);
    }

    [Test]
    public void Examples_of_another_kind_are_refused_by_name()
    {
        void Refused(TrainingExample example, string text) =>
            Assert.That(async () => await Trainer().TrainAsync(new TrainingRequest(InFolder("run"), [example])), Throws.InvalidOperationException.With.Message.Contains(text));
        Refused(new SupervisedExample("plain", Prompt("abc"), "de"), "'plain' is a SupervisedExample");
        Refused(new ScoredExample("s", Prompt("abc"), "de", double.NaN), "'s' has the score NaN");
    }

    private Task<RewardModel> LoadAsync(string adapter) => RewardModel.LoadAsync(Model, adapter, StandInTrainer.Encode, null, WeightQuantization.Nf4Nested, CancellationToken.None);

    private RewardTrainer Trainer(Action<RewardTrainerOptions>? change = null)
    {
        RewardTrainerOptions options = new() { Epochs = 20, BatchSize = 3, LearningRate = 2e-2, SaveEveryEpochs = 100 };
        (options.Lora.Rank, options.Lora.TargetModules) = (4, [LoraOptions.AllLinear]);
        change?.Invoke(options);
        return new RewardTrainer(Model, StandInTrainer.Encode, options);
    }
}
