using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Makes a byte-level tokenizer from GGUF metadata, which names its pre-tokenizer instead of describing it.</summary>
internal static class GgufBytePair
{
    private const string Prefix = "tokenizer.ggml.";

    private const string DeepSeekWords =
        @"[!\""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public static TokenizerParts Make(GgufMetadata metadata, IReadOnlyList<string> tokens, PieceType[] types)
    {
        Vocabulary vocabulary = new(tokens.Count);
        List<AddedToken> added = [];
        for (int id = 0; id < tokens.Count; id++)
        {
            if (types[id] is PieceType.Control or PieceType.UserDefined)
            {
                added.Add(new AddedToken(id, tokens[id]) { Special = types[id] == PieceType.Control });
                vocabulary.AddOutsideModel(tokens[id], id);
            }
            else
            {
                vocabulary.Add(tokens[id], id);
            }
        }

        string name = metadata.Text(Prefix + "pre") ?? "default";
        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = new BytePairModel(vocabulary, ReadMerges(metadata, vocabulary), new ByteSymbols(vocabulary, new UnknownRule(-1, false)), IsLlama3(name)),
            Decoder = new ByteLevelDecoder(),
            Normalizers = name == "qwen2" ? [new UnicodeFormRewriter(NormalizationForm.FormC)] : [],
            PreTokenizer = [.. Splitters(name).Select(splitter => new PreTokenizerStep(null, splitter))],
            AddedTokens = added,
            PostProcessor = new PostProcessor
            {
                Prefix = metadata.Flag(Prefix + "add_bos_token") == true && GgufTokenizer.Id(metadata, "bos_token_id") is { } bos ? [bos] : [],
                Suffix = metadata.Flag(Prefix + "add_eos_token") == true && GgufTokenizer.Id(metadata, "eos_token_id") is { } eos ? [eos] : [],
            },
        };
    }

    private static MergeTable ReadMerges(GgufMetadata metadata, Vocabulary vocabulary)
    {
        IReadOnlyList<string> merges = metadata.Texts(Prefix + "merges")
            ?? throw new TokenizerException("The GGUF file has no merges: 'tokenizer.ggml.merges' is missing.");
        MergeTableBuilder builder = new(vocabulary, merges.Count);
        foreach (string merge in merges)
        {
            builder.AddLine(merge);
        }

        return builder.Table;
    }

    private static bool IsLlama3(string name) => name is "llama-bpe" or "llama3" or "llama-v3";

    private static ITextSplitter[] Splitters(string name) => name switch
    {
        "gpt-2" or "mpt" or "olmo" or "jais" or "phi-2" => [new Gpt2Splitter()],
        "llama-bpe" or "llama3" or "llama-v3" or "dbrx" or "smaug-bpe" => [new Llama3Splitter(3)],
        "qwen2" or "stablelm2" or "deepseek-r1-qwen" => [new Llama3Splitter(1)],
        "smollm" or "starcoder" or "refact" or "command-r" or "codeshell" => [new DigitSplitter(individual: true), new Gpt2Splitter()],
        "deepseek-llm" =>
        [
            new RegexSplitter(@"\p{N}{1,3}", SplitBehavior.Isolated),
            new RegexSplitter(@"[一-龥぀-ゟ゠-ヿ]+", SplitBehavior.Isolated),
            new RegexSplitter(DeepSeekWords, SplitBehavior.Isolated),
        ],
        _ => throw JsonReading.Unsupported(
            "GGUF pre-tokenizer", name, "gpt-2, mpt, olmo, jais, phi-2, llama-bpe, dbrx, smaug-bpe, qwen2, stablelm2, smollm, starcoder, refact, command-r, codeshell, deepseek-llm"),
    };
}
