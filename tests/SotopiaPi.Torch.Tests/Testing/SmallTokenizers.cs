using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace SotopiaPi.Torch.Tests;

/// <summary>Small tokenizer files of every kind, made here, with as many components as fit.</summary>
internal static class SmallTokenizers
{
    /// <summary>A template that uses most of the language.</summary>
    public const string Features =
        """
        {%- set ns = namespace(n=0, seen=[]) -%}
        {# a comment #}
        {% macro line(role, text='', *, x=1) %}{{ role | upper }}: {{ text | trim | replace('\n', ' ') }}{% endmacro %}
        {% for m in messages if m.content is string recursive %}
            {% if loop.first and m['role'] == 'system' %}{{ m.content ~ '\n' }}{% elif not loop.last and m.role in ['user', 'assistant'] %}
            {{- line(m.role, m.content[:20][::-1]) }}{% set ns.n = ns.n + 1 %}{% else %}{% generation %}{{ m | tojson(indent=2) }}{% endgeneration %}{% continue %}{% endif %}
        {% endfor %}
        {{ messages | map(attribute='role') | unique | sort | join(', ') }} {{ range(3) | sum }} {{ 7 // 2 ** 1 - 3.5 % 2 }}
        {{ '%s-%03d' | format('a', ns.n) }} {{ 'a,b'.split(',')[-1].strip().title() }} {{ {'a': (1, 2)}.items() | list }}
        {% call(v) line('r') %}{{ v }}{% endcall %}{% filter upper %}x{% endfilter %}{% with a = 1 %}{{ a if a > 0 else none }}{% endwith %}
        {{ messages | selectattr('role', 'equalto', 'user') | list | length }}{{ strftime_now('%Y') is defined }}{{ raise_exception('end') if ns.n > 99 }}
        """;

    private static readonly string[] s_words = ["\u2581", "\u2581H", "\u2581He", "ll", "o", "H", "e", "l", "w", "or", "r", "ld", "d", "\u2581w", "\u2581wor", "日", "1", "2", "3"];

    /// <summary>A byte-level tokenizer: every byte is a token, and a few words merge.</summary>
    public static byte[] ByteLevel()
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
            ["added_tokens"] = new JsonArray(Added(vocabulary.Count, "<|im_start|>", true), Added(vocabulary.Count + 1, "<|im_end|>", true)),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = true },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge[0], merge[1]))]),
            },
        };
        return Bytes(tokenizer);
    }

    public static byte[] Characters()
    {
        JsonObject vocabulary = [];
        foreach (string token in Pieces())
        {
            vocabulary[token] = vocabulary.Count;
        }

        string[][] merges = [["\u2581", "H"], ["\u2581H", "e"], ["l", "l"], ["o", "r"], ["l", "d"], ["\u2581", "w"], ["\u2581w", "or"]];
        return Bytes(new JsonObject
        {
            ["added_tokens"] = new JsonArray(Added(0, "<unk>", true), Added(1, "<s>", true), Added(vocabulary.Count, "<|end|>", false)),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["normalizers"] = new JsonArray(
                    new JsonObject { ["type"] = "NFC" },
                    new JsonObject { ["type"] = "Prepend", ["prepend"] = "\u2581" },
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "\u2581" }),
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = "[^\\s]+|\\s{1,3}" }, ["behavior"] = "Isolated", ["invert"] = false },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = "<s>" } }, new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A" } }),
                ["special_tokens"] = new JsonObject { ["<s>"] = new JsonObject { ["ids"] = new JsonArray(1) } },
            },
            ["decoder"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["decoders"] = new JsonArray(
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "\u2581" }, ["content"] = " " },
                    new JsonObject { ["type"] = "ByteFallback" },
                    new JsonObject { ["type"] = "Fuse" },
                    new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 }),
            },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["unk_token"] = "<unk>", ["fuse_unk"] = true, ["byte_fallback"] = true, ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge[0], merge[1]))]),
            },
        });
    }

    public static byte[] Unigram() => Bytes(new JsonObject
    {
        ["added_tokens"] = new JsonArray(Added(0, "<unk>", true)),
        ["normalizer"] = new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String(CharacterMapFile()) },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "\u2581", ["prepend_scheme"] = "always", ["split"] = true },
        ["decoder"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "\u2581", ["prepend_scheme"] = "always" },
        ["model"] = new JsonObject
        {
            ["type"] = "Unigram", ["unk_id"] = 0, ["byte_fallback"] = true,
            ["vocab"] = new JsonArray([.. Pieces().Select((token, index) => (JsonNode)new JsonArray(token, -0.5 * index))]),
        },
    });

    public static byte[] SentencePiece(bool bytePair)
    {
        using MemoryStream file = new();
        CodedOutputStream output = new(file);
        int id = 0;
        foreach (string token in Pieces())
        {
            int type = id == 0 ? 2 : id is 1 or 2 ? 3 : token == "wor" ? 4 : token.StartsWith("<0x", StringComparison.Ordinal) ? 6 : 1;
            Message(output, 1, piece =>
            {
                piece.WriteTag(1, WireFormat.WireType.LengthDelimited);
                piece.WriteString(token);
                piece.WriteTag(2, WireFormat.WireType.Fixed32);
                piece.WriteFloat(-id);
                piece.WriteTag(3, WireFormat.WireType.Varint);
                piece.WriteEnum(type);
            });
            id++;
        }

        Message(output, 2, trainer => Numbers(trainer, (3, bytePair ? 2 : 1), (35, 1), (40, 0), (41, 1), (42, 2)));
        Message(output, 3, normalizer =>
        {
            normalizer.WriteTag(2, WireFormat.WireType.LengthDelimited);
            normalizer.WriteBytes(ByteString.CopyFrom(CharacterMapFile()));
            Numbers(normalizer, (3, 1), (4, bytePair ? 0 : 1), (5, 1));
        });
        output.Flush();
        return file.ToArray();
    }

    public static byte[] Tiktoken()
    {
        string[] tokens = [.. Enumerable.Range(0, 256).Select(b => Convert.ToBase64String([(byte)b])), .. new[] { "He", "ll", "Hell", " w", "or", " wor" }.Select(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))];
        return Encoding.UTF8.GetBytes(string.Join('\n', tokens.Select((token, rank) => $"{token} {rank}")));
    }

    /// <summary>A character map with one entry: A becomes e.</summary>
    public static byte[] CharacterMapFile()
    {
        uint[] units = new uint[512];
        units[0] = 1 << 10;                                 // the children of the root lie at 1 xor byte
        units[1 ^ 'A'] = 'A' | 0x100 | (256u << 10);        // a leaf follows at (1 xor 'A') xor 256
        units[1 ^ 'A' ^ 256] = 0x80000000;                  // its value: the replacement at 0
        return [.. BitConverter.GetBytes(units.Length * 4), .. units.SelectMany(BitConverter.GetBytes), (byte)'e', 0];
    }

    private static IEnumerable<string> Pieces() =>
        ["<unk>", "<s>", "</s>", .. s_words, "wor", .. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")];

    private static void Numbers(CodedOutputStream output, params ReadOnlySpan<(int Field, int Value)> numbers)
    {
        foreach ((int field, int value) in numbers)
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(value);
        }
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using MemoryStream inner = new();
        CodedOutputStream message = new(inner);
        write(message);
        message.Flush();
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(inner.ToArray()));
    }

    private static JsonObject Added(int id, string content, bool special) => new() { ["id"] = id, ["content"] = content, ["special"] = special, ["normalized"] = !special };

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
