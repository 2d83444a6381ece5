using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>A tiny model in a folder, for trainers; letters are its tokens (<see cref="StandInTrainer.Encode"/>).</summary>
internal abstract class TrainerFixture
{
    private TemporaryFolder _folder = null!;

    protected string Model { get; private set; } = null!;

    [SetUp]
    public void WriteModel()
    {
        _folder = new TemporaryFolder();
        Model = InFolder("model");
        using Decoder decoder = TinyDecoder.Create(ScalarType.Float32);
        decoder.Save(Model);
    }

    [TearDown]
    public void DeleteModel() => _folder.Dispose();

    protected static ChatMessage[] Prompt(string text) => [new(ChatRole.User, text)];

    /// <summary>All files of a folder with their content.</summary>
    protected static (string Name, string Content)[] Files(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(directory, file), Convert.ToHexString(File.ReadAllBytes(file))))];

    /// <summary>Trains, stopping and resuming after every third step.</summary>
    protected static async Task<TrainingResult> TrainInPiecesAsync(ITrainer trainer, TrainingRequest request)
    {
        for (int stops = 0; stops < 100; stops++)
        {
            using CancellationTokenSource stop = new();
            try
            {
                TrainingResult result = await trainer.TrainAsync(request with { Resume = true }, new StopAfter(stop, 3), stop.Token);
                Assert.That(stops, Is.GreaterThan(1), "it was stopped");
                return result;
            }
            catch (OperationCanceledException)
            {
                // resumed in the next round
            }
        }

        throw new AssertionException("a run that is stopped after three steps does not get on");
    }

    protected string InFolder(string name) => _folder.File(name);

    private sealed class StopAfter(CancellationTokenSource stop, int steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (--steps == 0)
            {
                stop.Cancel();
            }
        }
    }
}
