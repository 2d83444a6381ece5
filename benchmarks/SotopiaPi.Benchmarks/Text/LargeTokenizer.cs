using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>A tokenizer.json of 151 643 tokens, made from the ranks of the fixtures.</summary>
internal static class LargeTokenizer
{
    public static byte[] Json()
    {
        Vocabulary ranks = TiktokenReader.Read(File.ReadAllBytes(TextFiles.Path("tokenizers/real-qwen-tiktoken/qwen.tiktoken.gz")));
        JsonObject vocabulary = [];
        JsonArray merges = [];
        foreach ((string token, int id) in ranks.Entries.OrderBy(entry => entry.Value))
        {
            vocabulary[token] = id;
            int cut = Enumerable.Range(1, Math.Max(0, token.Length - 1))
                .FirstOrDefault(at => ranks.FindInModel(token.AsSpan(0, at)) >= 0 && ranks.FindInModel(token.AsSpan(at)) >= 0);
            if (cut > 0)
            {
                merges.Add(new JsonArray(token[..cut], token[cut..]));
            }
        }

        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = true },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = merges },
        }.ToJsonString());
    }

    /// <summary>The text of a template of the fixtures.</summary>
    public static string Template(string name)
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllBytes(TextFiles.Path($"chat_templates/{name}.json")));
        return fixture.RootElement.GetProperty("template").GetString()!;
    }
}
