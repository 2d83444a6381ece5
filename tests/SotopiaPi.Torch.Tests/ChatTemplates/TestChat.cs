using System.Text.Json.Nodes;

namespace SotopiaPi.Torch.Tests;

/// <summary>Makes small chat tokenizers that need no files: every byte is a token, and a few words merge.</summary>
internal static class TestChat
{
    private const string ChatMlTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    public static ChatTokenizer ChatMl() => With(ChatMlTemplate);

    public static ChatTokenizer With(string template) => new(ByteTokenizer(), ChatTemplate.Parse(template));

    public static HuggingFaceTokenizer ByteTokenizer() => HuggingFaceTokenizer.FromTokenizerJson(TokenizerJson(), null, "<|im_end|>", "<|im_end|>");

    /// <summary>The tokenizer's file.</summary>
    public static byte[] TokenizerJson()
    {
        JsonObject vocabulary = [];
        for (int b = 0; b < 256; b++)
        {
            vocabulary[ByteAlphabet.Write([(byte)b])] = b;
        }

        string newline = ByteAlphabet.Write("\n"u8);
        string[][] merges = [["l", "l"], ["e", "ll"], ["H", "ell"], [newline, newline], ["a", "s"], ["as", "s"], [newline, newline + newline]];
        foreach (string[] merge in merges)
        {
            vocabulary[merge[0] + merge[1]] = vocabulary.Count;
        }

        JsonObject tokenizer = new()
        {
            ["added_tokens"] = new JsonArray(Special(vocabulary.Count, "<|im_start|>"), Special(vocabulary.Count + 1, "<|im_end|>")),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = true },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge[0], merge[1]))]),
            },
        };
        return System.Text.Encoding.UTF8.GetBytes(tokenizer.ToJsonString());
    }

    private static JsonObject Special(int id, string content) => new() { ["id"] = id, ["content"] = content, ["special"] = true, ["normalized"] = false };
}
