using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Finds llama.cpp's name for how a <c>tokenizer.json</c> splits text before its byte-level BPE (ggml-org/llama.cpp: <c>convert_hf_to_gguf.py</c>).</summary>
internal static class GgufSplitting
{
    public static string NameOf(string path, JsonElement root)
    {
        string[] steps = [.. Parts(root.Optional("normalizer"), "normalizers").Concat(Parts(root.Optional("pre_tokenizer"), "pretokenizers"))];
        bool ignoresMerges = root.Required("model", path).Flag("ignore_merges", false);
        return (string.Join(", ", steps), ignoresMerges) switch
        {
            ("words", false) => "gpt-2",
            ("digits, words", false) => "smollm",
            (Llama3Splitter.Llama3Pattern + ", bytes", true) => "llama-bpe",
            (Llama3Splitter.Llama3Pattern + ", bytes", false) => "dbrx",
            ("NFC, " + Llama3Splitter.Qwen2Pattern + ", bytes", false) => "qwen2",
            _ => throw new CheckpointException(path, $"llama.cpp's name for how this tokenizer splits text ({string.Join(", ", steps)}) is not known here; name it in {nameof(GgufExportOptions)}.{nameof(GgufExportOptions.Splitting)}, or take the tokenizer from a GGUF file of the same model."),
        };
    }

    private static IEnumerable<string> Parts(JsonElement? element, string list) =>
        element is not { } part ? []
        : part.Optional(list) is { } items ? items.Items(list).SelectMany(item => Parts(item, list))
        : [Name(part)];

    private static string Name(JsonElement part) => part.Type("tokenizer.json") switch
    {
        "ByteLevel" when part.Flag("add_prefix_space", true) => "a space, bytes",
        "ByteLevel" => part.Flag("use_regex", true) ? "words" : "bytes",
        "Digits" => part.Flag("individual_digits", false) ? "digits" : "numbers",
        "Split" when part.OptionalText("behavior", "Split") == "Isolated" && !part.Flag("invert", false) => part.Optional("pattern")?.OptionalText("Regex", "Split.pattern") ?? "Split",
        var other => other,
    };
}
