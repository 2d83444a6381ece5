using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Writes examples as a data set of LLaMA-Factory: the data file and its entry in <c>dataset_info.json</c>. Prompts of one user message become the reference's
/// Alpaca records (instruction empty, prompt in <c>input</c>); others become ShareGPT conversations, to be trained with <c>mask_history: true</c>.
/// </summary>
public static class LlamaFactoryData
{
    private const string InfoFile = "dataset_info.json";

    /// <summary>Writes the data set; entries of other data sets in <c>dataset_info.json</c> stay.</summary>
    /// <param name="folder">The data folder; made when missing.</param>
    /// <param name="name">The name of the data set: letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="examples">The examples; read twice, one at a time.</param>
    /// <returns>The path of the data file.</returns>
    /// <exception cref="ArgumentException">The name has other characters, or an example has another weight than 1.</exception>
    /// <exception cref="FormatException"><c>dataset_info.json</c> is there but holds no JSON object; it is untouched.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <remarks>ShareGPT conversations alternate strictly: neighbours of one role are joined by a line break, and a missing user message is empty.</remarks>
    public static string Write(string folder, string name, IEnumerable<SupervisedExample> examples)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(examples);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new ArgumentException($"'{name}' is no name of a data set: use letters, digits, _ and -.", nameof(name));
        }

        bool alpaca = true;
        foreach (SupervisedExample example in examples)
        {
            ChatJsonLines.RequireWeightOne(example);
            alpaca &= example.Prompt is [{ } only] && only.Role == ChatRole.User;
        }

        JsonObject info = ReadInfo(Path.Combine(folder, InfoFile));
        string file = Path.Combine(folder, name + ".json");
        AtomicFile.Write(file, stream => WriteRecords(stream, examples.Select(example => alpaca ? Alpaca(example) : ShareGpt(example))));
        info[name] = alpaca ? AlpacaEntry(name) : ShareGptEntry(name);
        AtomicFile.WriteAllText(Path.Combine(folder, InfoFile), PythonJson.Write(info, indent: 4));
        return file;
    }

    /// <summary>Writes a list as <see cref="PythonJson"/> does, but one record at a time: a data set can be larger than memory. Texts hold no raw line ends, so that lines can be indented afterwards.</summary>
    private static void WriteRecords(Stream stream, IEnumerable<JsonObject> records)
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        string before = "[\n    ";
        foreach (JsonObject record in records)
        {
            writer.Write(before);
            writer.Write(PythonJson.Write(record, indent: 4).Replace("\n", "\n    ", StringComparison.Ordinal));
            before = ",\n    ";
        }

        writer.Write(before[0] == '[' ? "[]" : "\n]");
    }

    private static JsonObject Alpaca(SupervisedExample example) => new() { ["instruction"] = "", ["input"] = example.Prompt[0].Text, ["output"] = example.Reply };

    private static JsonObject AlpacaEntry(string name) => new()
    {
        ["file_name"] = name + ".json",
        ["columns"] = new JsonObject { ["prompt"] = "instruction", ["query"] = "input", ["response"] = "output" },
    };

    private static JsonObject ShareGptEntry(string name) => new()
    {
        ["file_name"] = name + ".json",
        ["formatting"] = "sharegpt",
        ["columns"] = new JsonObject { ["messages"] = "messages" },
        ["tags"] = new JsonObject { ["role_tag"] = "role", ["content_tag"] = "content", ["user_tag"] = "user", ["assistant_tag"] = "assistant", ["system_tag"] = "system" },
    };

    private static JsonObject ShareGpt(SupervisedExample example)
    {
        List<(string Role, StringBuilder Text)> messages = [];
        foreach (ChatMessage message in example.Prompt.Append(new ChatMessage(ChatRole.Assistant, example.Reply)))
        {
            string role = message.Role.Value;
            if (messages.Count > 0 && messages[^1].Role == role)
            {
                messages[^1].Text.Append('\n').Append(message.Text);
                continue;
            }

            if (role == "assistant" && (messages.Count == 0 || messages[^1].Role == "system"))
            {
                messages.Add(("user", new StringBuilder()));
            }

            messages.Add((role, new StringBuilder(message.Text)));
        }

        return new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role, ["content"] = message.Text.ToString() })]) };
    }

    private static JsonObject ReadInfo(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new FormatException($"'{path}' holds no JSON object: repair or remove it.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is no JSON ({e.Message}): repair or remove it.", e);
        }
    }
}
