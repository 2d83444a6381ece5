namespace SotopiaPi.Torch;

/// <summary>Proves that a tokenizer's GGUF metadata gives the ids of the tokenizer that they were made of, on texts that tell tokenizers apart.</summary>
internal static class GgufTokenizerCheck
{
    private static readonly string[] s_texts =
    [
        "Hello, world! It's 3:45 o'clock, I'LL say; we've 1234567 reasons.", "  two spaces,\ttabs\n\n\nand lines \r\n", "naïve café – “quotes” … ½ é (decomposed: e\u0301)",
        "日本語の文章と中文、한국어", "🙂👩‍👩‍👧 \u200B\u00A0x", "int main() { return a[i++] != 0x1F; } // ok", "The answer is 42.", "", " ", "a",
    ];

    public static void Require(IReadOnlyDictionary<string, object> metadata, HuggingFaceTokenizer tokenizer, string source)
    {
        HuggingFaceTokenizer written = HuggingFaceTokenizer.FromGguf(new GgufMetadata(source, metadata.ToDictionary(entry => entry.Key, entry => AsRead(entry.Value))));
        string? differs = Array.Find(s_texts, text => !written.Encode(text, addSpecialTokens: false).SequenceEqual(tokenizer.Encode(text, addSpecialTokens: false)));
        if (differs is not null)
        {
            throw new CheckpointException(source, $"as a GGUF tokenizer it would give '{differs.Trim()}' other ids; take the tokenizer from a GGUF file of the same model instead.");
        }
    }

    private static object AsRead(object value) => value switch
    {
        uint number => (long)number,
        int number => (long)number,
        float number => (double)number,
        int[] numbers => Array.ConvertAll(numbers, number => (long)number),
        float[] numbers => Array.ConvertAll(numbers, number => (double)number),
        _ => value,
    };
}
