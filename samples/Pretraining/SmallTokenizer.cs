using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pretraining;

/// <summary>Makes the tokenizer of the small model: byte-level BPE over words, the frame of the action JSON kept whole, in the file format of Hugging Face tokenizers.</summary>
internal static partial class SmallTokenizer
{
    public const string System = "<|system|>", User = "<|user|>", Me = "<|me|>", End = "<|end|>", Pad = "<|pad|>";

    public const string ChatTemplate =
        "{% for message in messages %}{% if message['role'] == 'system' %}<|system|>{{ message['content'] }}" +
        "{% elif message['role'] == 'user' %}<|user|>{{ message['content'] }}" +
        "{% else %}<|me|>{{ message['content'] }}<|end|>{% endif %}{% endfor %}" +
        "{% if add_generation_prompt %}<|me|>{% endif %}";

    private const int LargestNumber = 40;
    private const long Always = 1L << 40;                 // numbers outrank every word of the text
    private static readonly string[] s_special = [Pad, End, System, User, Me];
    private static readonly string[] s_frame =
    [
        "{\"action_type\": \"speak\", \"argument\": \"",
        "{\"action_type\": \"leave\", \"argument\": \"\"}",
        "{\"action_type\": \"none\", \"argument\": \"\"}",
        "{\"action_type\": \"non-verbal communication\", \"argument\": \"",
        "{\"action_type\": \"action\", \"argument\": \"",
        "\"}",
    ];

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Trains on texts and writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.</summary>
    /// <param name="texts">The bare texts: headers and utterances.</param>
    /// <param name="size">The number of pieces, all kinds together.</param>
    /// <param name="folder">The folder.</param>
    public static void Write(IEnumerable<string> texts, int size, string folder)
    {
        char[] alphabet = Alphabet();
        string[] first = [.. s_special, .. s_frame, .. alphabet.Select(letter => letter.ToString()).Order(StringComparer.Ordinal)];
        List<(string Left, string Right)> merges = new BpeTrainer(Count(texts, alphabet)).Train(size - first.Length);
        string[] pieces = [.. first, .. merges.Select(merge => merge.Left + merge.Right)];
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Tokenizer(pieces, merges).ToJsonString(s_indented) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), Config().ToJsonString(s_indented) + "\n");
    }

    private static Dictionary<string, long> Count(IEnumerable<string> texts, char[] alphabet)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (Match word in texts.SelectMany(text => Words().Matches(text)))
        {
            Add(word.Value, 1);
        }

        for (int number = 0; number <= LargestNumber; number++)
        {
            string digits = number.ToString(CultureInfo.InvariantCulture);
            Add(digits, Always);
            Add(" " + digits, Always);
        }

        return counts;

        void Add(string word, long count)
        {
            string letters = string.Concat(Encoding.UTF8.GetBytes(word).Select(value => alphabet[value]));
            counts[letters] = counts.GetValueOrDefault(letters) + count;
        }
    }

    private static JsonObject Tokenizer(string[] pieces, List<(string Left, string Right)> merges)
    {
        JsonObject vocabulary = [];
        JsonArray added = [];
        for (int id = 0; id < pieces.Length; id++)
        {
            if (id < s_special.Length + s_frame.Length)
            {
                added.Add(Added(id, pieces[id]));
            }
            else
            {
                vocabulary.Add(pieces[id], id);
            }
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(SplitAtSpaces(), Bytes()) },
            ["post_processor"] = null,
            ["decoder"] = Bytes(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge.Left, merge.Right))]),
            },
        };
    }

    private static JsonObject Added(int id, string content) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = s_special.Contains(content),
    };

    private static JsonObject SplitAtSpaces() => new()
    {
        ["type"] = "Split",
        ["pattern"] = new JsonObject { ["Regex"] = " ?[^ ]+" },
        ["behavior"] = "Isolated",
        ["invert"] = false,
    };

    private static JsonObject Bytes() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false };

    private static JsonObject Config() => new()
    {
        ["tokenizer_class"] = "PreTrainedTokenizerFast",
        ["add_bos_token"] = false,
        ["add_eos_token"] = false,
        ["eos_token"] = End,
        ["pad_token"] = Pad,
        ["clean_up_tokenization_spaces"] = false,
        ["model_max_length"] = 512,
        ["chat_template"] = ChatTemplate,
    };

    // The byte alphabet of GPT-2: printable bytes stand for themselves, the others for the letters from U+0100 on.
    private static char[] Alphabet()
    {
        char[] letters = new char[256];
        int next = 256;
        for (int value = 0; value < letters.Length; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            letters[value] = (char)(printable ? value : next++);
        }

        return letters;
    }

    [GeneratedRegex(" ?[^ ]+")]
    private static partial Regex Words();
}
