using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

internal sealed class HubCacheTests
{
    private readonly Dictionary<string, string?> _before = [];
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        foreach (string name in new[] { "HF_HUB_CACHE", "HF_HOME" })
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [TearDown]
    public void TearDown()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _folder.Dispose();
    }

    [TestCase("HF_HUB_CACHE", "")]
    [TestCase("HF_HOME", "hub")]
    public void A_branch_leads_to_its_commit(string variable, string below)
    {
        Environment.SetEnvironmentVariable(variable, _folder.Path);
        string home = Path.Combine(_folder.Path, below, "models--owner--name");
        string snapshot = Directory.CreateDirectory(Path.Combine(home, "snapshots", "abc123")).FullName;
        Directory.CreateDirectory(Path.Combine(home, "refs", "refs", "pr"));
        File.WriteAllText(Path.Combine(home, "refs", "main"), "abc123\n");
        File.WriteAllText(Path.Combine(home, "refs", "refs", "pr", "1"), "abc123");
        Assert.That(HubCache.Resolve("owner/name"), Is.EqualTo(snapshot));
        Assert.That(HubCache.Resolve("owner/name", "abc123"), Is.EqualTo(snapshot));
        Assert.That(HubCache.Resolve("owner/name", "refs/pr/1"), Is.EqualTo(snapshot));
        Assert.That(() => HubCache.Resolve("owner/name", "other"), Throws.TypeOf<CheckpointException>().With.Message.Contains(Path.Combine("refs", "other")).And.Message.Contains("download the model first"));
    }

    [Test]
    public async Task A_client_is_loaded_by_the_id_of_its_model()
    {
        Cache();
        await using TorchChatClient client = TorchChatClient.Load("owner/name", new TorchChatClientOptions { KvBudgetBytes = 16 << 20 });
        Assert.That(client.ModelIds(), Is.EqualTo(new[] { "name" }));
        Assert.That((await client.GetResponseAsync("I ask 23 coins.", new() { MaxOutputTokens = 3 })).Usage!.OutputTokenCount, Is.InRange(1, 3));
    }

    [Test]
    public async Task A_trainer_takes_the_id_of_its_model()
    {
        Cache();
        LoraTrainer trainer = new("owner/name", options: new LoraTrainerOptions { Epochs = 2 });
        TrainingRequest request = new(_folder.File("run"), [new SupervisedExample("a", [new ChatMessage(ChatRole.User, "I ask 23 coins.")], "We both win!")]);
        Assert.That((await trainer.TrainAsync(request)).Losses, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_folder_or_file_is_given_back()
    {
        string file = _folder.File("model.gguf");
        File.WriteAllText(file, "");
        Assert.That(HubCache.Resolve(_folder.Path), Is.EqualTo(_folder.Path));
        Assert.That(HubCache.Resolve(file), Is.EqualTo(file));
    }

    [TestCase("../secret")]
    [TestCase("a/b/c")]
    [TestCase("owner\\name")]
    public void What_is_neither_folder_nor_id_is_refused(string model) =>
        Assert.That(() => HubCache.Resolve(model), Throws.TypeOf<CheckpointException>().With.Message.Contains("not a model id"));

    [Test]
    public void A_reference_that_leaves_the_cache_is_refused()
    {
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.Path);
        string home = Path.Combine(_folder.Path, "models--owner--name");
        Directory.CreateDirectory(Path.Combine(home, "snapshots"));
        Directory.CreateDirectory(Path.Combine(home, "refs"));
        File.WriteAllText(Path.Combine(home, "refs", "main"), "../../..");
        Assert.That(() => HubCache.Resolve("owner/name"), Throws.TypeOf<CheckpointException>());
        Assert.That(() => HubCache.Resolve("owner/name", "../../x"), Throws.TypeOf<CheckpointException>());
    }

    /// <summary>Puts a model as owner/name into a cache.</summary>
    private void Cache()
    {
        using TestModel model = new();
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.Path);
        string snapshot = Directory.CreateDirectory(_folder.File(Path.Combine("models--owner--name", "snapshots", "main"))).FullName;
        foreach (string file in Directory.GetFiles(model.Folder))
        {
            File.Copy(file, Path.Combine(snapshot, Path.GetFileName(file)));
        }
    }
}
