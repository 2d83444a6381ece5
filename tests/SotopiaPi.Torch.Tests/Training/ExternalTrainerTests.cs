using Microsoft.Extensions.AI;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>An outside program trains a small model for real, and its adapter comes back.</summary>
[LiveTensorsFlat]
internal sealed class ExternalTrainerTests
{
    [Test]
    public async Task The_adapter_of_an_outside_program_comes_back_with_the_bits_of_training_inside()
    {
        using TemporaryFolder folder = new();
        using (Decoder decoder = TinyDecoder.Create(ScalarType.Float32))
        {
            decoder.Save(folder.File("model"));
        }

        SupervisedExample[] examples = [.. Enumerable.Range(0, 6).Select(i => new SupervisedExample($"{i}", [new ChatMessage(ChatRole.User, $"{(char)('a' + i)}bc")], "def"))];
        ExternalTrainerOptions options = new()
        {
            Program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Arguments = ["exec", typeof(StandInTrainer).Assembly.Location, "train", "{config}"],
            Job = { Model = folder.File("model"), Epochs = 3, BatchSize = 2, LearningRate = 0.05, Rank = 4, Targets = ["q_proj", "v_proj"], QuantizationBits = null },
            PollInterval = TimeSpan.FromMilliseconds(100),
        };
        List<TrainingProgress> seen = [];
        TrainingResult outside = await new ExternalTrainer(options).TrainAsync(new TrainingRequest(folder.File("outside"), examples) { Seed = 3 }, new Progress(seen.Add));
        Assert.That(outside.Adapters.Select(adapter => (adapter.Step, adapter.Epoch)), Is.EqualTo(new[] { (3, 1.0), (6, 2.0), (9, 3.0) }));
        Assert.That(outside.Losses, Has.Count.EqualTo(9));
        Assert.That(outside.Losses[^1], Is.LessThan(outside.Losses[0]));
        Assert.That(seen.Select(step => step.Step), Is.EqualTo(Enumerable.Range(1, 9)));
        using (LoraAdapter adapter = LoraAdapter.Load(outside.Chosen.Directory, CPU))
        {
            Assert.That((adapter.Config.Rank, adapter.Config.Alpha, adapter.Config.Dropout), Is.EqualTo((4, 16.0, 0.05)));
        }

        LoraTrainerOptions own = new() { Epochs = 3, BatchSize = 2, LearningRate = 0.05 };
        (own.Lora.Rank, own.Lora.Alpha, own.Lora.Dropout, own.Lora.TargetModules) = (4, 16, 0.05, ["q_proj", "v_proj"]);
        SupervisedExample[] numbered = [.. examples.Select((example, i) => new SupervisedExample($"{i}", example.Prompt, example.Reply))];
        TrainingResult inside = await new LoraTrainer(folder.File("model"), StandInTrainer.Encode, own).TrainAsync(new TrainingRequest(folder.File("inside"), numbered) { Seed = 3 });
        Assert.That(Weights(outside), Is.EqualTo(Weights(inside)));
    }

    private static byte[] Weights(TrainingResult result) => File.ReadAllBytes(Path.Combine(result.Chosen.Directory, LoraAdapter.WeightsName));

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
