using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes what LLaMA-Factory trains from: the data sets in <c>data</c> and the configuration <c>sft.json</c>. Start it with <c>llamafactory-cli train FOLDER/sft.json</c>.</summary>
public sealed class LlamaFactoryJob
{
    private const string TrainingData = "sotopiapi_train";
    private const string ValidationData = "sotopiapi_validation";
    private readonly LlamaFactoryOptions _options;

    /// <summary>Makes a writer.</summary>
    /// <param name="options">The settings; <see langword="null"/> for the paper's.</param>
    public LlamaFactoryJob(LlamaFactoryOptions? options = null) => _options = options?.Clone() ?? LlamaFactoryOptions.Paper();

    /// <summary>Writes the files.</summary>
    /// <param name="request">Examples, start, folder and seed.</param>
    /// <returns>Where the files are.</returns>
    /// <exception cref="ArgumentException">An example has another weight than 1.</exception>
    /// <exception cref="InvalidOperationException">There is no example, or one of another kind than <see cref="SupervisedExample"/>.</exception>
    public LlamaFactoryFiles Write(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Examples.Count == 0)
        {
            throw new InvalidOperationException("There is no example to train on: keep more seats, or collect more episodes.");
        }

        string folder = Path.GetFullPath(request.Directory);
        LlamaFactoryFiles files = new(Path.Combine(folder, "sft.json"), Path.Combine(folder, "data"), Path.Combine(folder, "output"));
        LlamaFactoryData.Write(files.Data, TrainingData, Supervised(request.Examples));
        if (request.Validation.Count > 0)
        {
            LlamaFactoryData.Write(files.Data, ValidationData, Supervised(request.Validation));
        }

        AtomicFile.WriteAllText(files.Configuration, PythonJson.Write(Configuration(files, request, request.Validation.Count > 0), indent: 4) + "\n");
        return files;
    }

    private static IEnumerable<SupervisedExample> Supervised(IEnumerable<TrainingExample> examples) =>
        examples.Select(example => example as SupervisedExample ?? throw new InvalidOperationException($"Example '{example.Key}' is a {example.GetType().Name}; supervised fine-tuning learns from {nameof(SupervisedExample)}s."));

    private JsonObject Configuration(LlamaFactoryFiles files, TrainingRequest request, bool validates)
    {
        JsonObject configuration = new()
        {
            ["model_name_or_path"] = _options.Model,
            ["stage"] = "sft",
            ["do_train"] = true,
            ["finetuning_type"] = "lora",
            ["lora_rank"] = _options.Rank,
            ["lora_alpha"] = _options.Alpha,
            ["lora_dropout"] = _options.Dropout,
            ["lora_target"] = string.Join(',', _options.Targets),
            ["dataset_dir"] = files.Data,
            ["dataset"] = TrainingData,
            ["template"] = _options.Template,
            ["cutoff_len"] = _options.CutoffLength,
            ["mask_history"] = true,
            ["output_dir"] = files.Output,
            ["overwrite_output_dir"] = false,
            ["logging_steps"] = 1,
            ["save_strategy"] = "epoch",
            ["report_to"] = "none",
            ["per_device_train_batch_size"] = _options.BatchSize,
            ["gradient_accumulation_steps"] = _options.AccumulationSteps,
            ["gradient_checkpointing"] = true,
            ["learning_rate"] = (decimal)_options.LearningRate, // written without an exponent, which some YAML readers take for text
            ["lr_scheduler_type"] = "cosine",
            ["warmup_ratio"] = _options.WarmupRatio,
            ["num_train_epochs"] = _options.Epochs,
            [_options.BFloat16 ? "bf16" : "fp16"] = true,
            ["seed"] = request.Seed % int.MaxValue,
        };
        AddOptional(configuration, request, validates);
        foreach ((string key, JsonNode? value) in _options.Further)
        {
            configuration[key] = value?.DeepClone();
        }

        return configuration;
    }

    private void AddOptional(JsonObject configuration, TrainingRequest request, bool validates)
    {
        if (_options.QuantizationBits is { } bits)
        {
            configuration["quantization_bit"] = bits;
            configuration["quantization_method"] = "bnb";
            configuration["double_quantization"] = true;
        }

        if (request.StartAdapter is { } start)
        {
            configuration["adapter_name_or_path"] = Path.GetFullPath(start);
        }

        if (request.MaxSteps is { } steps)
        {
            configuration["max_steps"] = steps;
        }

        if (validates)
        {
            configuration["eval_dataset"] = ValidationData;
            configuration["eval_strategy"] = "epoch";
            configuration["per_device_eval_batch_size"] = _options.BatchSize;
        }
    }
}

/// <summary>Where a job's files are.</summary>
/// <param name="Configuration">The configuration file.</param>
/// <param name="Data">The folder of the data sets.</param>
/// <param name="Output">The folder into which the trainer writes checkpoints and the adapter.</param>
public sealed record LlamaFactoryFiles(string Configuration, string Data, string Output);
