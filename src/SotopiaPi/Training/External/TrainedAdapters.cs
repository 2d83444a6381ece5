using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Reads the adapters that a Hugging Face trainer left in its output folder: one in each <c>checkpoint-STEP</c>, and the last one beside them.</summary>
internal sealed class TrainedAdapters(string folder)
{
    private const string Weights = "adapter_model.safetensors";
    private const string Configuration = "adapter_config.json";
    private const string State = "trainer_state.json";

    /// <summary>Whether training has ended: its last adapter and the final state are there.</summary>
    public bool IsComplete => HasAdapter(folder) && File.Exists(Path.Combine(folder, State));

    public TrainingResult Read()
    {
        TrainerState final = TrainerState.Read(Path.Combine(folder, State));
        List<SavedAdapter> adapters = [.. Checkpoints().Where(HasAdapter).Select(Checkpoint).OrderBy(adapter => adapter.Step)];
        if (HasAdapter(folder))
        {
            int step = final.Step ?? adapters.LastOrDefault()?.Step ?? 0;
            double epoch = final.Epoch ?? adapters.LastOrDefault()?.Epoch ?? 0;
            adapters.RemoveAll(adapter => adapter.Step == step);
            adapters.Add(new SavedAdapter(folder, epoch, step, final.ValidationLoss(step)));
        }

        if (adapters.Count == 0)
        {
            throw new InvalidOperationException($"The trainer has ended, but there is no adapter in '{folder}': wanted {Configuration} and {Weights} there or in folders checkpoint-STEP. Look at its output in '{Path.GetDirectoryName(folder)}'; weights saved as .bin need save_safetensors.");
        }

        return new TrainingResult(adapters, Choose(adapters), final.Losses);
    }

    /// <summary>The lowest loss on held-out examples, or the last one without any.</summary>
    private static SavedAdapter Choose(List<SavedAdapter> adapters) =>
        adapters.MinBy(adapter => adapter.ValidationLoss ?? double.MaxValue) is { ValidationLoss: not null } best ? best : adapters[^1];

    private static bool HasAdapter(string path) => File.Exists(Path.Combine(path, Weights)) && File.Exists(Path.Combine(path, Configuration));

    private static SavedAdapter Checkpoint(string path)
    {
        TrainerState state = TrainerState.Read(Path.Combine(path, State));
        int step = StepOf(path);
        return new SavedAdapter(path, state.Epoch ?? 0, step, state.ValidationLoss(step));
    }

    private static int StepOf(string path) => int.TryParse(Path.GetFileName(path)["checkpoint-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : 0;

    private IEnumerable<string> Checkpoints() => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "checkpoint-*") : [];

    /// <summary>What <c>trainer_state.json</c> says; everything may be missing.</summary>
    private sealed record TrainerState(int? Step, double? Epoch, IReadOnlyList<double> Losses, IReadOnlyList<(int Step, double Loss)> Validation)
    {
        public static TrainerState Read(string path)
        {
            if (!File.Exists(path))
            {
                return new TrainerState(null, null, [], []);
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
                JsonElement root = document.RootElement;
                JsonElement[] history = root.TryGetProperty("log_history", out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
                return new TrainerState(
                    (int?)Number(root, "global_step"),
                    Number(root, "epoch"),
                    [.. history.Select(entry => Number(entry, "loss")).OfType<double>()],
                    [.. history.Where(entry => Number(entry, "eval_loss") is not null).Select(entry => ((int)(Number(entry, "step") ?? 0), Number(entry, "eval_loss")!.Value))]);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new InvalidOperationException($"'{path}' is not the state of a trainer ({e.Message}): remove the folder, or train again.", e);
            }
        }

        public double? ValidationLoss(int step) => Validation.Where(entry => entry.Step == step).Select(entry => (double?)entry.Loss).LastOrDefault();

        private static double? Number(JsonElement json, string key) =>
            json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }
}
