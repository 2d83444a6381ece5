namespace SotopiaPi.Tests.Pipeline;

/// <summary>Writes an adapter whose content is the hash of what it was asked to learn; its losses follow from that too.</summary>
internal sealed class RecordingTrainer : ITrainer
{
    public List<TrainingRequest> Requests { get; } = [];

    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        string start = request.StartAdapter is null ? "base" : File.ReadAllText(Path.Combine(request.StartAdapter, "adapter_model.safetensors"));
        string content = StableKey.Of([start, .. request.Examples.Cast<SupervisedExample>().Select(example => example.Reply)]);
        string folder = Path.Combine(request.Directory, "checkpoint-1");
        AtomicFile.WriteFolder(folder, path =>
        {
            File.WriteAllText(Path.Combine(path, "adapter_config.json"), "{}");
            File.WriteAllText(Path.Combine(path, "adapter_model.safetensors"), content);
        });
        progress?.Report(new TrainingProgress(1, 1, 0.5, 1e-3, 1, 1000, TimeSpan.Zero));
        SavedAdapter adapter = new(folder, 1, 1, null);
        return Task.FromResult(new TrainingResult([adapter], adapter, [StableKey.Seed([content]) % 1000 / 1000.0]));
    }
}
