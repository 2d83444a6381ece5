using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>Reads <c>adapter_config.json</c> and refuses by name what would change the numbers and is not supported.</summary>
internal static class LoraConfigReader
{
    // Read elsewhere, decided by the names in the weights file, or without effect on a trained adapter.
    private static readonly HashSet<string> s_understood =
    [
        "alpha_pattern", "auto_mapping", "base_model_name_or_path", "bias", "ensure_weight_tying", "exclude_modules", "inference_mode",
        "layers_pattern", "layers_to_transform", "lora_alpha", "lora_dropout", "megatron_core", "modules_to_save", "peft_version",
        "qalora_group_size", "r", "rank_pattern", "revision", "target_modules", "task_type", "use_dora", "use_rslora",
    ];

    public static LoraConfig Read(string path)
    {
        JsonObject json = Parse(path);
        if ((string?)json["peft_type"] is var type && type != "LORA")
        {
            throw new CheckpointException(path, $"'peft_type' is '{type}', wanted LORA; other kinds of adapters are not supported.");
        }

        if (json["init_lora_weights"] is { } init && init.ToJsonString() is not ("true" or "false" or "\"gaussian\"" or "\"orthogonal\""))
        {
            throw new CheckpointException(path, $"'init_lora_weights' is {init.ToJsonString()}, which changes the base model; convert the adapter to a plain one first.");
        }

        foreach ((string key, JsonNode? value) in json)
        {
            if (!s_understood.Contains(key) && key is not ("peft_type" or "init_lora_weights") && value?.ToJsonString() is not (null or "false" or "{}" or "[]"))
            {
                throw new CheckpointException(path, $"'{key}' is {value!.ToJsonString()}, which is not supported; wanted a plain LoRA or DoRA adapter.");
            }
        }

        try
        {
            return new LoraConfig(json);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new CheckpointException(path, $"'r', 'lora_alpha', 'lora_dropout', 'use_rslora' or a pattern is missing or of the wrong kind ({e.Message}); wanted the file as PEFT writes it.", e);
        }
    }

    private static JsonObject Parse(string path)
    {
        using JsonDocument document = JsonFile.Read(path);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonNode.Parse(document.RootElement.GetRawText())!.AsObject()
            : throw new CheckpointException(path, $"the file holds {document.RootElement.ValueKind}, wanted a JSON object.");
    }
}
