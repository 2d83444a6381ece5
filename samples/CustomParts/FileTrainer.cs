namespace SotopiaPi.Samples.CustomParts;

/// <summary>A trainer of our own, the smallest there is: it writes the examples as a data set for another program, and an empty folder in the adapter's place.</summary>
internal sealed class FileTrainer(Action<string> say) : ITrainer
{
    public async Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(request.Directory);
        string file = Path.Combine(request.Directory, "train.jsonl");
        SupervisedExample[] examples = [.. request.Examples.OfType<SupervisedExample>()];
        await File.WriteAllLinesAsync(file, examples.Select(example => System.Text.Json.JsonSerializer.Serialize(new { prompt = example.Prompt.Select(message => new { role = message.Role.Value, content = message.Text }), example.Reply })), cancellationToken);
        say($"{examples.Length} examples written, the first: {examples[0].Reply}");
        SavedAdapter adapter = new(Directory.CreateDirectory(Path.Combine(request.Directory, "adapter")).FullName, Epoch: 0, Step: 0, ValidationLoss: null);
        return new TrainingResult([adapter], adapter, Losses: []);
    }
}
