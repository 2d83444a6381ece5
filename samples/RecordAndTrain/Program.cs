// Records what an agent says, learns from its good conversations, and answers like it: dotnet run --project samples/RecordAndTrain -- [folder]
using System.CommandLine;
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Samples.Recording;
using SotopiaPi.Torch;

Argument<string> place = new("folder") { Description = "Folder for the recordings and the adapter.", DefaultValueFactory = _ => Path.Combine("runs", "recorded") };
place.Validators.Add(given => { if (given.Tokens is [{ Value: ['-', ..] } option]) given.AddError($"There is no option {option.Value}."); });
ParseResult arguments = new RootCommand("Records an agent's conversations, trains on the good ones, serves the result, deletes the recordings.") { place }.Parse(args);
if (arguments.Action is not null || arguments.Errors.Count > 0)
{
    return arguments.Invoke();
}
(string folder, string model) = (arguments.GetRequiredValue(place), Path.Combine(AppContext.BaseDirectory, "model"));
// Record: one call on any chat client. Names are taken out before anything is written.
using RecordedEpisodeStore store = RecordedEpisodeStore.Open(Path.Combine(folder, "episodes"));
static ChatMessage Redacted(ChatMessage message) => new(message.Role, message.Text.Replace("Jane Roe", "a guest", StringComparison.Ordinal));
using IChatClient agent = new ShopAgent().AsBuilder().UseTrainingRecorder(store, options => (options.ConsentTag, options.Redact) = ("demo", Redacted)).Build();
for (int guest = 0; guest < 24; guest++)
{
    List<ChatMessage> talk = [new(ChatRole.System, "Shop: sell the lamp to Jane Roe.")];
    for (int offer = 10 + (guest % 8); offer < 28 && talk.Count < 2 * (2 + (guest % 3)); offer += 5)
    {
        talk.Add(new ChatMessage(ChatRole.User, $"I offer {offer} coins."));
        talk.AddRange((await agent.GetResponseAsync(talk)).Messages);
    }
}
await agent.GetService<TrainingRecorder>()!.FlushAsync();
// Rate and filter: here by a rule, that the agent came to an agreement.
Episode[] good = await store.QueryAsync(new EpisodeQuery { Tag = "demo" }).OfType<EpisodeStored>().Select(stored => stored.Episode)
    .Where(episode => episode.Turns[^1].Turns.Values.Single().Action.Argument == "I accept.").ToArrayAsync();
SupervisedExample[] examples = [.. good.SelectMany(episode => ReplyExampleBuilder.Build(episode, new Seat(1)).Examples)];
Console.WriteLine($"{good.Length} good conversations, {examples.Length} examples");

// Train an adapter, and note what it was made of: a later deletion tells.
LoraTrainerOptions settings = new() { Epochs = 12, LearningRate = 5e-3, BatchSize = 4, SaveEveryEpochs = 12, Quantization = WeightQuantization.AsStored, Lora = new LoraOptions { Rank = 8, Alpha = 16, TargetModules = [LoraOptions.AllLinear] } };
TrainingResult trained = await new LoraTrainer(model, options: settings).TrainAsync(new TrainingRequest(Path.Combine(folder, "adapters"), examples) { Resume = true });
store.NoteDerived(new Derivation("adapter", trained.Chosen.Directory, [.. good.Select(episode => episode.Key)]));

// Serve: the same interface, with the adapter's name as the model.
await using TorchChatClient local = TorchChatClient.Load(model, new TorchChatClientOptions { AdapterDirectory = Path.Combine(folder, "adapters") });
ChatMessage[] question = [new(ChatRole.System, "Shop: sell the lamp to a guest."), new(ChatRole.User, "I offer 12 coins.")];
foreach (string name in new[] { "model", Path.GetFileName(trained.Chosen.Directory) })
{
    Console.WriteLine($"{name}: {await local.GetResponseAsync(question, new ChatOptions { Temperature = 0, MaxOutputTokens = 24, ModelId = name })}");
}
Console.WriteLine($"derived from tag demo: {string.Join(", ", store.DeleteTag("demo").Derived.Select(derived => derived.Kind).Distinct())} (the recordings are deleted now)");
return 0;
