using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads a <c>model</c> of type BPE: vocabulary, merges as pairs or as <c>"a b"</c>, and its rules.</summary>
internal static class BytePairModelReader
{
    public static ITokenModel Read(JsonElement model, Vocabulary vocabulary, bool byteLevel)
    {
        Refuse(model, "continuing_subword_prefix");
        Refuse(model, "end_of_word_suffix");
        if (model.Optional("dropout") is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() != 0)
        {
            throw new TokenizerException($"The model has a dropout of {Shown.Text(dropout.GetRawText())}; only 0 gives the same ids twice. Set it to null.");
        }

        MergeTable merges = ReadMerges(model.Required("merges", "model"), vocabulary);
        UnknownRule unknown = ReadUnknown(model, vocabulary);
        ISymbolSource source = byteLevel
            ? new ByteSymbols(vocabulary, unknown)
            : new CharacterSymbols(vocabulary, unknown, model.Flag("byte_fallback", false));
        return new BytePairModel(vocabulary, merges, source, model.Flag("ignore_merges", false));
    }

    /// <summary>Reads an object of tokens and ids.</summary>
    public static Vocabulary ReadVocabulary(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException($"model.vocab is {element.ValueKind}; an object of tokens and ids was wanted.");
        }

        Vocabulary vocabulary = new(element.GetPropertyCount());
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out int id))
            {
                throw new TokenizerException($"The token '{Shown.Text(property.Name)}' has the id {Shown.Text(property.Value.GetRawText())}; a whole number was wanted.");
            }

            vocabulary.Add(property.Name, id);
        }

        return vocabulary;
    }

    private static MergeTable ReadMerges(JsonElement element, Vocabulary vocabulary)
    {
        MergeTableBuilder builder = new(vocabulary, element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : 0);
        foreach (JsonElement merge in element.Items("model.merges"))
        {
            if (merge.ValueKind == JsonValueKind.Array)
            {
                if (merge.GetArrayLength() != 2)
                {
                    throw new TokenizerException($"Merge {builder.Count} has {merge.GetArrayLength()} parts; two were wanted.");
                }

                builder.Add(merge[0].Text("model.merges"), merge[1].Text("model.merges"));
            }
            else
            {
                builder.AddLine(merge.Text("model.merges"));
            }
        }

        return builder.Table;
    }

    private static UnknownRule ReadUnknown(JsonElement model, Vocabulary vocabulary)
    {
        if (model.OptionalText("unk_token", "model") is not { } token)
        {
            return new UnknownRule(-1, false);
        }

        int id = vocabulary.FindInModel(token);
        return id >= 0
            ? new UnknownRule(id, model.Flag("fuse_unk", false))
            : throw new TokenizerException($"The unknown token '{Shown.Text(token)}' is not in the vocabulary.");
    }

    private static void Refuse(JsonElement model, string name)
    {
        if (model.OptionalText(name, "model") is { Length: > 0 } value)
        {
            throw new TokenizerException($"The model has {name} '{Shown.Text(value)}', which is not supported.");
        }
    }
}
