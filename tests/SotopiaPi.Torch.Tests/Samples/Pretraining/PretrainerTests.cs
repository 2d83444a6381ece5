using Pretraining;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
public class PretrainerTests
{
    [Test]
    public void The_same_seed_gives_the_same_files()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["one", "two"];
        foreach (string name in names)
        {
            new Pretrainer(new PretrainingOptions(Seed: 3, Steps: 2, Batch: 2, folder.File(name), Threads: 1), TextWriter.Null).Run(default);
        }

        foreach (string file in new[] { "model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json" })
        {
            Assert.That(File.ReadAllBytes(Path.Combine(folder.File("two"), file)), Is.EqualTo(File.ReadAllBytes(Path.Combine(folder.File("one"), file))), file);
        }
    }

    [Test]
    public void Stopping_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var pretrainer = new Pretrainer(new PretrainingOptions(Seed: 3, Steps: 2, Batch: 2, folder.File("model"), Threads: 1), TextWriter.Null);
        Assert.That(() => pretrainer.Run(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public void A_folder_of_something_else_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("diary.txt"), "mine");
        var pretrainer = new Pretrainer(new PretrainingOptions(Seed: 3, Steps: 2, Batch: 2, folder.Path, Threads: 1), TextWriter.Null);
        Assert.That(() => pretrainer.Run(default), Throws.InstanceOf<IOException>().With.Message.Contains("holds files but no config.json"));
        Assert.That(File.Exists(folder.File("diary.txt")));
    }
}
