using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class DpoTrainerTests : TrainerFixture
{
    [Test]
    public async Task A_preference_is_learnt_and_reaches_prompts_it_was_not_trained_on()
    {
        TrainingResult result = await Trainer().TrainAsync(Request("run") with { Validation = [PreferenceExample.Of("held out", Prompt("fgha"), "ab", "cd")] });
        Assert.That(result.Losses[0], Is.EqualTo(Math.Log(2)).Within(1e-6), "the model is the reference");
        Assert.That(result.Losses[^1], Is.LessThan(0.35));
        Assert.That(result.Adapters[^1].ValidationLoss, Is.LessThan(0.4));
        Assert.That(Margin(result.Chosen.Directory) - Margin(null), Is.GreaterThan(1), "the adapter raises the chosen reply over the other");
    }

    [Test]
    public async Task Files_are_those_of_an_adapter()
    {
        TrainingResult result = await Trainer(o => o.Epochs = 1).TrainAsync(Request("run"));
        using LoraAdapter adapter = LoraAdapter.Load(result.Chosen.Directory, CPU);
        Assert.That(adapter.Config.Dropout, Is.Zero, "nothing was dropped");
        Assert.That(adapter.Parameters().Select(p => p.Name), Is.All.StartsWith("base_model.model.model.layers.").And.All.Match(@"lora_[AB]\.weight$"));
    }

    [Test]
    public async Task The_adapter_that_training_starts_from_is_the_reference_also_after_a_resume()
    {
        TrainingResult first = await Trainer().TrainAsync(Request("first"));
        TrainingRequest unbroken = Request("unbroken") with { StartAdapter = first.Chosen.Directory };
        void Short(DpoTrainerOptions o) => (o.Epochs, o.SaveEveryEpochs) = (4, 1);
        TrainingResult second = await Trainer(Short).TrainAsync(unbroken);
        Assert.That(second.Losses[0], Is.EqualTo(Math.Log(2)).Within(1e-6));
        TrainingRequest broken = unbroken with { Directory = InFolder("broken") };
        await TrainInPiecesAsync(Trainer(Short), broken);
        Assert.That(Files(broken.Directory), Is.EqualTo(Files(unbroken.Directory)));
    }

    [Test]
    public async Task Segments_of_several_turns_are_compared_as_a_whole()
    {
        PreferenceExample segments = new("s",
            [new(Prompt("abcdefabcdefabcdef"), "ab"), new(Prompt("abcdefabcdefabcdefabzx"), "cc")],
            [new(Prompt("abcdefabcdefabcdef"), "de"), new(Prompt("abcdefabcdefabcdefdezx"), "ff")]);
        TrainingResult result = await Trainer(o => o.Epochs = 30).TrainAsync(Request("run") with { Examples = [segments] });
        Assert.That(result.Losses[0], Is.EqualTo(Math.Log(2)).Within(1e-6));
        Assert.That(result.Losses[^1], Is.LessThan(0.3));
    }

    [Test]
    public void Examples_that_are_no_comparisons_are_refused_by_name()
    {
        void Refused(TrainingExample example, string text) =>
            Assert.That(async () => await Trainer().TrainAsync(Request("run") with { Examples = [example] }), Throws.InvalidOperationException.With.Message.Contains(text));
        Refused(new SupervisedExample("plain", Prompt("abc"), "de"), "'plain' is a SupervisedExample, wanted a PreferenceExample");
        Refused(new PreferenceExample("one-sided", [new(Prompt("abc"), "de")], []), "rejected side of 'one-sided' has no turn");
    }

    private DpoTrainer Trainer(Action<DpoTrainerOptions>? change = null)
    {
        DpoTrainerOptions options = new() { Epochs = 20, BatchSize = 3, LearningRate = 2e-2, SaveEveryEpochs = 4 };
        (options.Lora.Rank, options.Lora.TargetModules) = (4, [LoraOptions.AllLinear]);
        change?.Invoke(options);
        return new DpoTrainer(Model, StandInTrainer.Encode, options);
    }

    private TrainingRequest Request(string name) =>
        new(InFolder(name), [.. Enumerable.Range(0, 6).Select(i => PreferenceExample.Of($"p{i}", Prompt($"{(char)('a' + i)}gha"), "ab", "cd"))]) { Seed = 3 };

    /// <summary>log p("ab") − log p("cd") after a prompt of the examples.</summary>
    private double Margin(string? adapterFolder)
    {
        LoraHost host = new();
        using Decoder decoder = Decoder.Load(Model, new DecoderOptions { Wrap = host.Wrap });
        using LoraAdapter? adapter = adapterFolder is null ? null : LoraAdapter.Load(adapterFolder, CPU);
        host.Use(adapter);
        return LogProbability("ab") - LogProbability("cd");

        double LogProbability(string reply)
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            ChatExample example = StandInTrainer.Encode(Prompt("agha"), reply);
            Tensor ids = tensor([.. example.Ids.Select(id => (long)id)]);
            Tensor logs = nn.functional.log_softmax(decoder.forward(ids), -1);
            return Enumerable.Range(4, example.Ids.Count - 4).Sum(t => logs[t - 1, example.Ids[t]].Number());
        }
    }
}
