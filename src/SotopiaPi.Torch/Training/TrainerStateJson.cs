using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>Reads and writes <c>trainer_state.json</c> in the form of transformers' <c>TrainerState</c>.</summary>
internal static class TrainerStateJson
{
    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true };

    /// <summary>Gives the file's text.</summary>
    public static string Write(TrainingState state)
    {
        JsonArray log = [.. state.History.Select(result => (JsonNode)new JsonObject
        {
            ["epoch"] = (result.Step + 1.0) / state.StepsPerEpoch,
            ["grad_norm"] = result.GradientNorm,
            ["learning_rate"] = result.LearningRate,
            ["loss"] = result.Loss,
            ["step"] = result.Step + 1,
            ["tokens"] = result.Tokens,
        })];
        if (state.ValidationLoss is { } loss)
        {
            log.Add((JsonNode)new JsonObject { ["epoch"] = state.Epoch, ["eval_loss"] = loss, ["step"] = state.Step });
        }

        return new JsonObject
        {
            ["best_metric"] = state.Best?.Loss,
            ["best_model_checkpoint"] = state.Best is { } best ? CheckpointFolders.NameOf(best.Step) : null,
            ["epoch"] = state.Epoch,
            ["global_step"] = state.Step,
            ["is_hyper_param_search"] = false,
            ["is_local_process_zero"] = true,
            ["is_world_process_zero"] = true,
            ["log_history"] = log,
            ["logging_steps"] = 1,
            ["max_steps"] = state.Steps,
            ["num_input_tokens_seen"] = state.History.Sum(result => (long)result.Tokens),
            ["num_train_epochs"] = (int)Math.Ceiling((double)state.Steps / state.StepsPerEpoch),
            ["stateful_callbacks"] = new JsonObject(),
            ["total_flos"] = 0,
            ["trial_name"] = null,
            ["trial_params"] = null,
        }.ToJsonString(s_layout) + "\n";
    }

    /// <summary>Reads a file of ours.</summary>
    /// <exception cref="CheckpointException">The file is damaged or not of our making.</exception>
    public static TrainingState Read(string path, int stepsPerEpoch)
    {
        try
        {
            using JsonDocument document = JsonFile.Read(path);
            JsonElement root = document.RootElement;
            JsonElement[] log = [.. root.GetProperty("log_history").EnumerateArray()];
            StepResult[] history = [.. log.Where(e => e.TryGetProperty("loss", out _)).Select(Result)];
            JsonElement evaluation = log.LastOrDefault(e => e.TryGetProperty("eval_loss", out _));
            return new TrainingState(root.GetProperty("global_step").GetInt32(), root.GetProperty("max_steps").GetInt32(), stepsPerEpoch, history,
                evaluation.ValueKind == JsonValueKind.Object ? evaluation.GetProperty("eval_loss").GetDouble() : null);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(path, $"this is not a trainer state that can be resumed ({e.Message}); delete its folder to go on from an earlier checkpoint.", e);
        }
    }

    private static StepResult Result(JsonElement entry) => new(
        entry.GetProperty("step").GetInt32() - 1, entry.GetProperty("loss").GetDouble(), entry.GetProperty("grad_norm").GetDouble(),
        entry.GetProperty("learning_rate").GetDouble(), entry.GetProperty("tokens").GetInt32());
}
