namespace SotopiaPi.Torch;

/// <summary>Takes a tokenizer's entries over into the metadata of a GGUF file.</summary>
internal static class GgufTokenizerMetadata
{
    private const string Prefix = "tokenizer.";

    public static void AddTo(Dictionary<string, object> metadata, string source, string? splitting, int vocabularySize)
    {
        if (!File.Exists(source))
        {
            GgufTokenizerFolder.AddTo(metadata, source, splitting, vocabularySize);
            return;
        }

        using GgufFile file = GgufFile.Open(source);
        Copy(file.Metadata, metadata);
    }

    // Numbers are written in the widths that llama.cpp expects of these keys.
    private static void Copy(GgufMetadata source, Dictionary<string, object> target)
    {
        foreach (string key in source.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            target[key] = source.Value(key) switch
            {
                long number => (uint)number,
                double number => (float)number,
                long[] numbers => Array.ConvertAll(numbers, number => (int)number),
                double[] numbers => Array.ConvertAll(numbers, number => (float)number),
                var other => other,
            };
        }
    }
}
