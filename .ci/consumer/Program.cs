using SotopiaPi;
using SotopiaPi.Torch;
using TorchSharp;

// The first statement touches TorchSharp alone: the package must have installed its loader before.
using torch.Tensor zero = torch.zeros(1);
Console.WriteLine($"torch: {zero.ToSingle()}");
await using var queue = DeviceQueue.For(torch.CPU);
await queue.RunAsync(() => LibtorchSmokeTest.Run(torch.CPU));

// A scripted episode.
SocialTask task = new OfflineTaskSource(seed: 1, count: 1)[0];
SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], seat.Index == 0 ? "expert" : "partner", null))];
Episode episode = await new EpisodeRunner(new OfflineAgentFactory()).PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules));
string transcript = Transcript.Of(episode);
Console.WriteLine($"episode: {episode.Turns.Count} turns, {episode.State.End}");
Require(episode.Turns.Count > 1, "the episode has turns");

// Three LoRA steps on its bytes, and the adapter back from its folder.
string folder = args[0];
StepResult[] steps = await queue.RunAsync(() =>
{
    var host = new LoraHost();
    var config = new DecoderConfig
    {
        VocabularySize = 256,
        HiddenSize = 32,
        IntermediateSize = 64,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = 8,
        Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
        MaxPositions = 2048,
    };
    using var generator = new torch.Generator(1);
    using Decoder decoder = Decoder.Create(config, generator, new DecoderOptions { Wrap = host.Wrap });
    using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { Rank = 4 }, generator, torch.CPU);
    host.Use(adapter);
    using var trainer = new SequenceTrainer(decoder, adapter.Parameters(), _ => 0.02);
    int[] ids = [.. System.Text.Encoding.UTF8.GetBytes(transcript).Select(b => (int)b).Take(512)];
    var row = new TokenSequence(ids, [.. ids.Select((_, i) => i == 0 ? 0f : 1f)]);
    StepResult[] results = [.. Enumerable.Range(0, 3).Select(_ => trainer.Step([row]))];
    adapter.Save(folder);
    using LoraAdapter loaded = LoraAdapter.Load(folder, torch.CPU);
    Require(loaded.Parameters().Count == adapter.Parameters().Count, "the adapter comes back whole");
    return results;
});
Console.WriteLine($"training: {string.Join(", ", steps.Select(step => $"loss {step.Loss:F3}"))}");
Require(steps[2].Loss < steps[0].Loss, "the loss falls");

static void Require(bool condition, string fact)
{
    if (!condition)
    {
        throw new InvalidOperationException($"Not so: {fact}.");
    }
}
