using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>SmolLM2-135M-Instruct learns, with LoRA, how scripted players talk in the published tasks, and talks like them afterwards.</summary>
[Category("Fixtures.lm")]
internal sealed partial class RealTrainingTests
{
    private const string Phrase = "I hear you, and I want us both to be content.";
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Four_steps_lower_the_loss_and_change_replies()
    {
        var (result, before, after) = await TrainAsync(steps: 4, tasks: 2, turns: 4, batch: 2, learningRate: 2e-3);
        Assert.That(result.Losses[^1], Is.LessThan(0.8 * result.Losses[0]));
        Assert.That(after, Is.Not.EqualTo(before));
        AssertPeftForm(result.Chosen.Directory);
    }

    [Test]
    [Slow]
    public async Task Forty_steps_teach_what_was_played()
    {
        Stopwatch watch = Stopwatch.StartNew();
        var (result, before, after) = await TrainAsync(steps: 40, tasks: 10, turns: 6, batch: 3, learningRate: 1e-3);
        TestContext.Out.WriteLine($"{watch.Elapsed.TotalSeconds:F0} s; loss {result.Losses[0]:F2} to {result.Losses[^1]:F2}, held out {result.Chosen.ValidationLoss:F2}\nbefore: {before}\nafter: {after}");
        Assert.That(result.Losses.TakeLast(5).Average(), Is.LessThan(0.2 * result.Losses.Take(2).Average()));
        Assert.That(result.Chosen.ValidationLoss, Is.LessThan(0.2 * result.Losses[0]), "of a task that was not trained on");
        Assert.That(before, Does.Not.Contain(Phrase));
        Assert.That(after, Does.StartWith("{\"action_type\": \"speak\"").And.Contain(Phrase));
        AssertPeftForm(result.Chosen.Directory);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(6)));
    }

    /// <summary>Trains, then asks model and adapter for the reply to a prompt of a task that was held out.</summary>
    private async Task<(TrainingResult Result, string Before, string After)> TrainAsync(int steps, int tasks, int turns, int batch, double learningRate)
    {
        string model = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        IReadOnlyList<SocialTask> published = FolderTaskSource.Open(SharedFolder.Path("data/sotopia-pi")).Tasks;
        SocialTask[] chosen = [.. published.GroupBy(task => task.Environment.Id).Take(tasks + 1).Select(group => group.First())];
        SupervisedExample[] examples = [.. (await Task.WhenAll(chosen.Take(tasks).Select(task => PlayAsync(task, turns)))).SelectMany(played => played)];
        IReadOnlyList<SupervisedExample> held = await PlayAsync(chosen[^1], turns);
        LoraTrainerOptions options = new() { Quantization = WeightQuantization.AsStored, LearningRate = learningRate, WarmUpRatio = 0, BatchSize = batch, SaveEveryEpochs = steps, Lora = new LoraOptions { Dropout = 0, TargetModules = [LoraOptions.AllLinear] } };
        TrainingResult result = await new LoraTrainer(model, options: options).TrainAsync(
            new TrainingRequest(_folder.File("run"), examples) { Validation = [.. held.Take(2)], MaxSteps = steps });
        await using TorchChatClient client = TorchChatClient.Load(model, new TorchChatClientOptions { AdapterDirectory = _folder.File("run") });
        return (result, await ReplyAsync(null), await ReplyAsync(Path.GetFileName(result.Chosen.Directory)));

        async Task<string> ReplyAsync(string? adapter) =>
            (await client.GetResponseAsync(held[0].Prompt, new ChatOptions { ModelId = adapter, Temperature = 0, MaxOutputTokens = 40 })).Text;
    }

    private static async Task<IReadOnlyList<SupervisedExample>> PlayAsync(SocialTask task, int turns)
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(Speak)));
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "script"))];
        Episode episode = await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, new EpisodeOptions { MaxTurns = turns }), CancellationToken.None);
        TrainingExampleBuilder builder = new(new DialogueEnvironment(), new PromptBuilder(PromptPack.Compact));
        return [.. task.Seats.SelectMany(seat => builder.Build(episode, seat).Examples)];
    }

    /// <summary>One phrase, and a word that depends on who listens.</summary>
    private static AgentAction Speak(Observation observation) =>
        AgentAction.Speak($"{Phrase} What would you like, {observation.Scene.Participants[1 - observation.Seat.Index].Name}?");

    /// <summary>The names of tensors and the fields of the configuration are those of an adapter that PEFT wrote.</summary>
    private static void AssertPeftForm(string folder)
    {
        string reference = SharedFolder.Fixture("lm/lora/qwen2_all_rslora");
        Assert.That(Names(folder), Is.EquivalentTo(Names(reference)));
        JsonElement own = Config(folder), peft = Config(reference);
        Assert.That(own.EnumerateObject().Select(field => field.Name), Is.EqualTo(peft.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        foreach (JsonProperty field in peft.EnumerateObject().Where(field => field.Name is not ("r" or "lora_alpha" or "lora_dropout" or "use_rslora" or "base_model_name_or_path" or "target_modules")))
        {
            Assert.That(own.GetProperty(field.Name).GetRawText(), Is.EqualTo(field.Value.GetRawText()), field.Name);
        }

        Assert.That(own.GetProperty("target_modules").EnumerateArray().Select(e => e.GetString()), Is.EquivalentTo(peft.GetProperty("target_modules").EnumerateArray().Select(e => e.GetString())));
    }

    /// <summary>The names, a letter in the place of the layer's number.</summary>
    private static HashSet<string> Names(string folder)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, LoraAdapter.WeightsName));
        return [.. file.Tensors.Keys.Select(name => LayerNumber().Replace(name, ".N."))];
    }

    private static JsonElement Config(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, LoraAdapter.ConfigName)));
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"\.\d+\.")]
    private static partial Regex LayerNumber();
}
