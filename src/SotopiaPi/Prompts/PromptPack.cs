using System.Text.Json;
using System.Text.Json.Serialization;

namespace SotopiaPi;

/// <summary>The texts around an observation, read from one JSON file.</summary>
public sealed class PromptPack
{
    private static readonly string[] SceneNames = ["agent_name", "other_names", "scenario", "participants", "own_goal", "own_background", "context", "action_list", "format", "memory"];
    private static readonly string[] MessageNames = ["text", "sender", "argument", "turn"];

    private PromptPack(PromptPackFile file, string key)
    {
        Key = key;
        Name = file.Name;
        Form = file.Form;
        MergesUserMessages = file.Merge;
        Format = file.Format;
        System = PromptTemplate.Parse(file.System, SceneNames);
        Participant = PromptTemplate.Parse(file.Participant, ["name", "background"]);
        Memory = PromptTemplate.Parse(file.Memory, ["memory"]);
        Advice = PromptTemplate.Parse(file.Advice, ["advice"]);
        Problem = PromptTemplate.Parse(file.Problem, ["problem", "last_turn"]);
        Environment = PromptTemplate.Parse(file.Environment, ["text", "turn"]);
        Opening = file.Opening is null ? null : PromptTemplate.Parse(file.Opening, SceneNames);
        Silence = file.Silence;
        Heard = file.Heard.ToDictionary(pair => pair.Key, pair => PromptTemplate.Parse(pair.Value, MessageNames), StringComparer.Ordinal);
        Prompt = PromptTemplate.Parse(file.Prompt, [.. SceneNames, "history", "turn_number"]);
        FirstTurn = PromptTemplate.Parse(file.FirstTurn, SceneNames);
        LaterTurn = PromptTemplate.Parse(file.LaterTurn, ["turn", "text"]);
        Templates = file.Templates.ToDictionary(pair => pair.Key, pair => PromptTemplate.Parse(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>Gets this project's own pack: instructions before the history, one short line for each message.</summary>
    public static PromptPack Default { get; } = Embedded("default");

    /// <summary>Gets the pack of the offline world's small model: the scene in one line, then bare texts.</summary>
    public static PromptPack Compact { get; } = Embedded("compact");

    /// <summary>Gets the pack's name; it belongs to the key of what is played with it.</summary>
    public string Name { get; }

    /// <summary>Gets the hash of the file.</summary>
    internal string Key { get; }

    /// <summary>Gets how an observation becomes messages.</summary>
    public PromptForm Form { get; }

    /// <summary>Gets the further named templates of the pack: judge, generator, repair.</summary>
    public IReadOnlyDictionary<string, PromptTemplate> Templates { get; }

    internal bool MergesUserMessages { get; }

    internal string Format { get; }

    internal PromptTemplate System { get; }

    internal PromptTemplate Participant { get; }

    internal PromptTemplate Memory { get; }

    internal PromptTemplate Advice { get; }

    internal PromptTemplate Problem { get; }

    internal PromptTemplate Environment { get; }

    internal PromptTemplate? Opening { get; }

    internal string? Silence { get; }

    internal IReadOnlyDictionary<string, PromptTemplate> Heard { get; }

    internal PromptTemplate Prompt { get; }

    internal PromptTemplate FirstTurn { get; }

    internal PromptTemplate LaterTurn { get; }

    /// <summary>Finds a further template.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The template.</returns>
    /// <exception cref="KeyNotFoundException">The pack has no such template.</exception>
    public PromptTemplate Template(string name) =>
        Templates.TryGetValue(name, out PromptTemplate? template)
            ? template
            : throw new KeyNotFoundException($"The prompt pack '{Name}' has no template '{name}'; it has: {string.Join(", ", Templates.Keys.Order(StringComparer.Ordinal))}. Add it under \"templates\" in the pack's file.");

    /// <summary>Reads a pack from a file.</summary>
    /// <param name="file">The path.</param>
    /// <returns>The pack.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is not a prompt pack; the message says what is wrong.</exception>
    public static PromptPack Load(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return File.Exists(file)
            ? Parse(File.ReadAllText(file), file)
            : throw new FileNotFoundException($"There is no prompt pack '{file}': name a JSON file.", file);
    }

    /// <summary>Reads a pack from JSON.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <returns>The pack.</returns>
    /// <exception cref="FormatException">The text is not a prompt pack.</exception>
    public static PromptPack Parse(string json, string source = "the text")
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            PromptPackFile file = JsonSerializer.Deserialize(json, PromptPackJson.Default.PromptPackFile)
                ?? throw new FormatException($"The prompt pack in '{source}' is null; wanted an object with the keys name and form.");
            return new PromptPack(file, StableKey.Of(["prompts", json]));
        }
        catch (JsonException e)
        {
            throw new FormatException($"The prompt pack in '{source}' cannot be read: {e.Message}", e);
        }
        catch (FormatException e) when (e.InnerException is null)
        {
            throw new FormatException($"The prompt pack in '{source}' cannot be used: {e.Message}", e);
        }
    }

    private static PromptPack Embedded(string name)
    {
        using Stream stream = typeof(PromptPack).Assembly.GetManifestResourceStream($"SotopiaPi.Prompts.{name}.json")!;
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd(), $"the embedded pack '{name}'");
    }
}

/// <summary>The file of a <see cref="PromptPack"/>, key by key.</summary>
internal sealed record PromptPackFile
{
    public required string Name { get; init; }

    public required PromptForm Form { get; init; }

    public bool Merge { get; set; }

    public string Format { get; set; } = "";

    public string System { get; set; } = "";

    public string Participant { get; set; } = "{name}: {background}";

    public string Memory { get; set; } = "{memory}";

    public string Advice { get; set; } = "{advice}";

    public string Problem { get; set; } = "{problem}";

    public string Environment { get; set; } = "{text}";

    public string? Opening { get; set; }

    public string? Silence { get; set; }

    public Dictionary<string, string> Heard { get; set; } = [];

    public string Prompt { get; set; } = "";

    public string FirstTurn { get; set; } = "";

    public string LaterTurn { get; set; } = "";

    public Dictionary<string, string> Templates { get; set; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(PromptPackFile))]
internal sealed partial class PromptPackJson : JsonSerializerContext;
