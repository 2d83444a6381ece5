using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;
using TorchSharp;

// The first statement touches TorchSharp alone: the package must have installed its loader before.
using torch.Tensor zero = torch.zeros(1);
Console.WriteLine($"torch: {zero.ToSingle()}");
await using (DeviceQueue queue = DeviceQueue.For(torch.CPU))
{
    await queue.RunAsync(() => LibtorchSmokeTest.Run(torch.CPU));
}

// A scripted episode.
SocialTask task = new OfflineTaskSource(seed: 1, count: 1)[0];
SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], seat.Index == 0 ? "expert" : "partner"))];
Episode episode = await new EpisodeRunner(new OfflineAgentFactory()).PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules));
Console.WriteLine($"episode: {episode.Turns.Count} turns, {episode.State.End}");
Require(episode.Turns.Count > 1, "the episode has turns");

// Three LoRA steps of a random model on what the expert did.
string model = Path.Combine(args[0], "model"), adapters = Path.Combine(args[0], "adapters");
TinyModel.Write(model);
IReadOnlyList<SupervisedExample> examples = new TrainingExampleBuilder(new DialogueEnvironment(), new PromptBuilder(PromptPack.Compact)).Build(episode, new Seat(0)).Examples;
LoraTrainerOptions settings = new() { LearningRate = 0.02, BatchSize = examples.Count, Lora = new LoraOptions { Rank = 4, Alpha = 8, TargetModules = [LoraOptions.AllLinear] } };
TrainingResult trained = await new LoraTrainer(model, options: settings).TrainAsync(new TrainingRequest(adapters, examples) { MaxSteps = 3 });
Console.WriteLine($"training: {string.Join(", ", trained.Losses.Select(loss => $"loss {loss:F3}"))}");
Require(trained.Losses.Count == 3 && trained.Losses[2] < trained.Losses[0], "the loss falls over three steps");

// The adapter, read back from its folder, answers as a model of the chat client.
await using (TorchChatClient client = TorchChatClient.Load(model, new TorchChatClientOptions { AdapterDirectory = adapters }))
{
    string adapter = Path.GetFileName(trained.Chosen.Directory);
    ChatResponse reply = await client.GetResponseAsync(examples[0].Prompt, new ChatOptions { ModelId = adapter, Temperature = 0, MaxOutputTokens = 8 });
    Console.WriteLine($"reply of {reply.ModelId}: {reply.Text.Length} characters, {reply.Usage?.OutputTokenCount} tokens");
    Require(reply.ModelId == adapter && reply.Usage?.OutputTokenCount > 0, "the adapter answers");
}

// A folder that is not there: the error of the reference.
try
{
    TorchChatClient.Load(Path.Combine(args[0], "nowhere")).Dispose();
}
catch (CheckpointException exception)
{
    Console.WriteLine($"missing: {exception.Message}");
}

static void Require(bool condition, string fact)
{
    if (!condition)
    {
        throw new InvalidOperationException($"Not so: {fact}.");
    }
}
