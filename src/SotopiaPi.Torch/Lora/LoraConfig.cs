using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>The configuration that lies beside an adapter (PEFT's <c>adapter_config.json</c>); fields that mean nothing here survive a round trip.</summary>
public sealed class LoraConfig
{
    /// <summary>What PEFT 0.21 writes besides, without a meaning here.</summary>
    private const string Unused =
        """
        {
          "alora_invocation_tokens": null, "arrow_config": null, "auto_mapping": null, "corda_config": null, "ensure_weight_tying": false, "eva_config": null,
          "exclude_modules": null, "kasa_config": null, "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {},
          "lora_bias": false, "lora_ga_config": null, "megatron_config": null, "megatron_core": "megatron.core", "monteclora_config": null,
          "qalora_group_size": 16, "revision": null, "target_parameters": null, "trainable_token_indices": null, "use_bdlora": null, "use_qalora": false,
          "velora_config": null
        }
        """;

    private static readonly JsonWriterOptions s_layout = new() { Indented = true };

    private readonly JsonObject _json;
    private readonly IReadOnlyList<(Regex Path, double Value)> _ranks;
    private readonly IReadOnlyList<(Regex Path, double Value)> _alphas;

    internal LoraConfig(JsonObject json)
    {
        _json = json;
        Rank = (int)json["r"]!;
        Alpha = (double)json["lora_alpha"]!;
        Dropout = (double?)json["lora_dropout"] ?? 0;
        RsLora = (bool?)json["use_rslora"] ?? false;
        _ranks = Patterns(json["rank_pattern"]);
        _alphas = Patterns(json["alpha_pattern"]);
    }

    /// <summary>Gets the rank of layers that no pattern names.</summary>
    public int Rank { get; }

    /// <summary>Gets α of layers that no pattern names.</summary>
    public double Alpha { get; }

    /// <summary>Gets the dropout of training.</summary>
    public double Dropout { get; }

    /// <summary>Gets whether updates are scaled by α/√r.</summary>
    public bool RsLora { get; }

    /// <summary>Gets or sets the model that the adapter was trained for, as a path or hub id; <see langword="null"/> when not recorded.</summary>
    public string? BaseModel
    {
        get => (string?)_json["base_model_name_or_path"];
        set => _json["base_model_name_or_path"] = value;
    }

    /// <summary>Gives the file's text, UTF-8.</summary>
    public byte[] ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_layout))
        {
            _json.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.ToArray();
    }

    internal static LoraConfig Create(LoraOptions options, IEnumerable<string> targets) => new(Parsed(new JsonObject
    {
        ["alpha_pattern"] = new JsonObject(options.AlphaPattern.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Number(entry.Value)))),
        ["base_model_name_or_path"] = null,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["lora_alpha"] = Number(options.Alpha),
        ["lora_dropout"] = options.Dropout,
        ["modules_to_save"] = null,
        ["peft_type"] = "LORA",
        ["peft_version"] = "0.21.2",
        ["r"] = options.Rank,
        ["rank_pattern"] = new JsonObject(options.RankPattern.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["target_modules"] = options.TargetPattern is { } pattern ? pattern : new JsonArray([.. targets.Select(target => (JsonNode)target)]),
        ["task_type"] = "CAUSAL_LM",
        ["use_dora"] = false,
        ["use_rslora"] = options.RsLora,
    }));

    /// <summary>Gives this configuration for a model with a head of its own, named as PEFT names it.</summary>
    internal LoraConfig ForSequenceClassification()
    {
        JsonObject json = Parsed(_json);
        json["task_type"] = "SEQ_CLS";
        json["modules_to_save"] = new JsonArray("classifier", "score");
        return new LoraConfig(json);
    }

    /// <summary>Gives rank and scaling of a layer.</summary>
    internal (int Rank, double Scaling) Of(string path)
    {
        int rank = (int)(Find(_ranks, path) ?? Rank);
        return (rank, LoraOptions.Scaling(Find(_alphas, path) ?? Alpha, rank, RsLora));
    }

    // Numbers of a parsed object convert to any type; those of a built one only to their own. In PEFT's order, with all of its fields.
    private static JsonObject Parsed(JsonObject built)
    {
        JsonObject unused = JsonNode.Parse(Unused)!.AsObject();
        JsonObject own = JsonNode.Parse(built.ToJsonString())!.AsObject();
        return new JsonObject(unused.Where(field => !own.ContainsKey(field.Key)).Concat(own).OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }

    private static JsonNode Number(double value) => JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture))!;   // whole numbers without a point, as PEFT does

    private static double? Find(IReadOnlyList<(Regex Path, double Value)> patterns, string path)
    {
        foreach (var (pattern, value) in patterns)
        {
            if (pattern.IsMatch(path))
            {
                return value;
            }
        }

        return null;
    }

    // PEFT: a key is a regular expression for the end of the path, from a dot on.
    private static List<(Regex Path, double Value)> Patterns(JsonNode? node) =>
        node is not JsonObject patterns ? []
        : [.. patterns.Select(entry => (new Regex($@"^(.*\.)?({entry.Key})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), (double)entry.Value!))];
}
