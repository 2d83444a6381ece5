using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads a tokenizer.json.</summary>
internal static class TokenizerJsonReader
{
    public static TokenizerParts Read(JsonElement root)
    {
        try
        {
            return ReadParts(root);
        }
        catch (InvalidOperationException exception)
        {
            throw new TokenizerException($"The tokenizer holds a value of the wrong kind, or text that is not well-formed Unicode: {exception.Message}", exception);
        }
    }

    private static TokenizerParts ReadParts(JsonElement root)
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
        switch (type)
        {
            case "BPE":
                Vocabulary vocabulary = BytePairModelReader.ReadVocabulary(model.Required("vocab", "model"));
                return (vocabulary, BytePairModelReader.Read(model, vocabulary, byteLevel));
            case "Unigram" when byteLevel:
                throw new TokenizerException("A Unigram model after a ByteLevel pre-tokenizer is not supported.");
            case "Unigram":
                return UnigramModelReader.Read(model);
            default:
                throw JsonReading.Unsupported("model", type, "BPE, Unigram");
        }
    }
}
