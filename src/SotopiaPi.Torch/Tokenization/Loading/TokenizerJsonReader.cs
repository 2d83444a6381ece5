using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads a tokenizer.json.</summary>
internal static class TokenizerJsonReader
{
    public static TokenizerParts Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException($"The tokenizer is {root.ValueKind}; a JSON object was wanted.");
        }

        JsonElement model = root.Required("model", "The tokenizer");
        PreTokenizerReader preTokenizer = PreTokenizerReader.Read(root.Optional("pre_tokenizer"));
        (Vocabulary vocabulary, ITokenModel tokenModel) = ReadModel(model, preTokenizer.ByteLevel);
        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = tokenModel,
            Normalizers = NormalizerReader.Read(root.Optional("normalizer")),
            PreTokenizer = preTokenizer.Steps,
            AddedTokens = AddedTokenReader.Read(root.Optional("added_tokens"), vocabulary),
            PostProcessor = PostProcessorReader.Read(root.Optional("post_processor")),
            Decoder = DecoderReader.Read(root.Optional("decoder")),
        };
    }

    private static (Vocabulary Vocabulary, ITokenModel Model) ReadModel(JsonElement model, bool byteLevel)
    {
        string type = model.OptionalText("type", "model") ?? "BPE";
        if (type != "BPE")
        {
            throw JsonReading.Unsupported("model", type, "BPE, Unigram");
        }

        Vocabulary vocabulary = BytePairModelReader.ReadVocabulary(model.Required("vocab", "model"));
        return (vocabulary, BytePairModelReader.Read(model, vocabulary, byteLevel));
    }
}
