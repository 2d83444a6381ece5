using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

/// <summary>
/// A program in the place of LLaMA-Factory: reads the configuration and the data set that the external trainer wrote, really trains a small model with LoRA, and leaves
/// checkpoints, states and log where LLaMA-Factory does.
/// </summary>
internal static class StandInTrainer
{
    public static async Task<int> RunAsync(string configuration)
    {
        JsonNode job = JsonNode.Parse(await File.ReadAllTextAsync(configuration))!;
        string output = (string)job["output_dir"]!;
        LoraTrainerOptions options = new() { Epochs = (int)(double)job["num_train_epochs"]!, BatchSize = (int)job["per_device_train_batch_size"]!, LearningRate = (double)job["learning_rate"]! };
        (options.Lora.Rank, options.Lora.Alpha, options.Lora.Dropout) = ((int)job["lora_rank"]!, (int)job["lora_alpha"]!, (double)job["lora_dropout"]!);
        options.Lora.TargetModules = ((string)job["lora_target"]!).Split(',');
        LoraTrainer trainer = new((string)job["model_name_or_path"]!, Encode, options);
        TrainingRequest request = new(Path.Combine(Path.GetTempPath(), "stand-in-" + Guid.NewGuid().ToString("N")), Examples(job)) { Seed = (long)job["seed"]!, StartAdapter = (string?)job["adapter_name_or_path"] };
        Directory.CreateDirectory(output);
        await using StreamWriter log = new(Path.Combine(output, "trainer_log.jsonl"));
        TrainingResult result = await trainer.TrainAsync(request, new Log(log));
        foreach (SavedAdapter adapter in result.Adapters)
        {
            Copy(adapter, Path.Combine(output, $"checkpoint-{adapter.Step}"), result);
        }

        Copy(result.Adapters[^1], output, result);
        Directory.Delete(request.Directory, recursive: true);
        return 0;
    }

    /// <summary>A letter is a token; "z" ends a reply.</summary>
    public static ChatExample Encode(IReadOnlyList<ChatMessage> prompt, string reply)
    {
        int[] ids = [.. prompt.SelectMany(message => message.Text).Concat(reply + "z").Select(c => (c - 'a') % TinyDecoder.Vocabulary)];
        return ChatExample.AfterPrompt(ids, prompt.Sum(message => message.Text.Length));
    }

    private static SupervisedExample[] Examples(JsonNode job)
    {
        string folder = (string)job["dataset_dir"]!;
        JsonNode info = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "dataset_info.json")))![(string)job["dataset"]!]!;
        JsonArray records = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, (string)info["file_name"]!)))!.AsArray();
        return [.. records.Select((record, i) => new SupervisedExample(i.ToString(CultureInfo.InvariantCulture), [new ChatMessage(ChatRole.User, (string)record!["input"]!)], (string)record["output"]!))];
    }

    private static void Copy(SavedAdapter adapter, string target, TrainingResult result)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(adapter.Directory, "adapter_*"))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var history = result.Losses.Take(adapter.Step).Select((loss, step) => new { step = step + 1, loss });
        File.WriteAllText(Path.Combine(target, "trainer_state.json"), JsonSerializer.Serialize(new { global_step = adapter.Step, epoch = adapter.Epoch, log_history = history }));
    }

    private sealed class Log(StreamWriter log) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            log.WriteLine(JsonSerializer.Serialize(new { current_steps = value.Step, total_steps = value.Steps, loss = value.Loss, lr = value.LearningRate }));
            log.Flush();
        }
    }
}
