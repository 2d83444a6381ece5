using System.Text.Json;

namespace SotopiaPi.Torch;

public sealed partial class ChatTemplate
{
    /// <summary>Loads the chat template of a model folder.</summary>
    /// <param name="folder">
    /// A folder with chat_template.jinja, or with tokenizer_config.json whose <c>chat_template</c> is a text or a list of named texts.
    /// </param>
    /// <param name="name">Which of several named templates to take. The default is <c>default</c>.</param>
    /// <returns>The template, with the special tokens of tokenizer_config.json or special_tokens_map.json.</returns>
    /// <exception cref="ChatTemplateException">The folder has no chat template of that name, or a faulty one.</exception>
    public static ChatTemplate LoadFolder(string folder, string name = "default")
    {
        ArgumentNullException.ThrowIfNull(folder);
        return TryLoadFolder(folder, name)
            ?? throw new ChatTemplateException(
                $"'{folder}' has no chat template '{name}': neither chat_template.jinja nor chat_template in tokenizer_config.json. "
                + "Take one of DefaultChatTemplates, or pass its text to ChatTemplate.Parse.");
    }

    /// <summary>Loads the chat template of a model folder; null when it has none of that name.</summary>
    internal static ChatTemplate? TryLoadFolder(string folder, string name = "default")
    {
        using JsonDocument? config = TokenizerFiles.TryReadJson(Path.Combine(folder, "tokenizer_config.json"));
        using JsonDocument? map = TokenizerFiles.TryReadJson(Path.Combine(folder, "special_tokens_map.json"));
        return FindSource(folder, name, config) is { } source ? new ChatTemplate(source, Token("bos_token"), Token("eos_token")) : null;
        string? Token(string token) => SpecialTokensReader.TokenName(config, token) ?? SpecialTokensReader.TokenName(map, token);
    }

    /// <summary>Loads the chat template of a GGUF file.</summary>
    /// <param name="metadata">The metadata of the file.</param>
    /// <param name="name">Which of several named templates to take. The default is <c>default</c>.</param>
    /// <returns>The template, with the file's special tokens.</returns>
    /// <exception cref="ChatTemplateException">The file has no chat template of that name, or a faulty one.</exception>
    public static ChatTemplate FromGguf(GgufMetadata metadata, string name = "default")
    {
        ArgumentNullException.ThrowIfNull(metadata);
        string key = name == "default" ? "tokenizer.chat_template" : "tokenizer.chat_template." + name;
        string source = metadata.Text(key) ?? throw new ChatTemplateException($"The GGUF file has no chat template: '{key}' is missing.");
        IReadOnlyList<string> tokens = metadata.Texts("tokenizer.ggml.tokens") ?? [];
        return new ChatTemplate(source, Token("bos_token_id"), Token("eos_token_id"));
        string? Token(string id) => GgufTokenizer.Id(metadata, id) is { } index && index < tokens.Count ? tokens[index] : null;
    }

    private static string? FindSource(string folder, string name, JsonDocument? config)
    {
        string file = name == "default"
            ? Path.Combine(folder, "chat_template.jinja")
            : Path.Combine(folder, "additional_chat_templates", Path.GetFileName(name) + ".jinja");
        if (File.Exists(file))
        {
            return File.ReadAllText(file);
        }

        if (config?.RootElement.Optional("chat_template") is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? name == "default" ? value.Text("chat_template") : null
            : value.Items("chat_template")
                .Where(item => item.OptionalText("name", "chat_template") == name)
                .Select(item => item.OptionalText("template", "chat_template"))
                .FirstOrDefault();
    }
}
