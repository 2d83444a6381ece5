using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>What lies beside a model's weights and belongs into the folder of every model that comes of it: tokenizer, chat template, ids of special tokens.</summary>
/// <param name="model">The model's folder, or its id in the hub cache. A GGUF file has nothing beside it.</param>
internal sealed class ModelCompanions(string model)
{
    private static readonly string[] s_files =
    [
        "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "chat_template.jinja", "chat_template.json", "generation_config.json",
    ];

    private static readonly string[] s_keys = ["bos_token_id", "eos_token_id", "pad_token_id"];
    private readonly string? _folder = HubCache.Resolve(model) is var place && Directory.Exists(place) ? place : null;

    /// <summary>Gets the keys of <c>config.json</c> that say nothing about the weights.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings
    {
        get
        {
            if (_folder is null)
            {
                return new Dictionary<string, JsonNode?>();
            }

            using JsonDocument config = JsonFile.Read(Path.Combine(_folder, "config.json"));
            return s_keys.Where(key => config.RootElement.TryGetProperty(key, out _)).ToDictionary(key => key, key => JsonNode.Parse(config.RootElement.GetProperty(key).GetRawText()));
        }
    }

    /// <summary>Copies the files.</summary>
    public void CopyTo(string folder)
    {
        foreach (string file in s_files.Where(file => _folder is not null && File.Exists(Path.Combine(_folder, file))))
        {
            File.Copy(Path.Combine(_folder!, file), Path.Combine(folder, file), overwrite: true);
        }
    }
}
