using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads a <c>model</c> of type Unigram.</summary>
internal static class UnigramModelReader
{
    public static (Vocabulary Vocabulary, ITokenModel Model) Read(JsonElement model)
    {
        List<(string Token, double Score)> tokens = [];
        foreach (JsonElement entry in model.Required("vocab", "model").Items("model.vocab"))
        {
            tokens.Add(ReadToken(entry, tokens.Count));
        }

        int unknownId = model.Number("unk_id", -1);
        if (unknownId >= tokens.Count)
        {
            throw new TokenizerException($"The unknown token has the id {unknownId}; the vocabulary has {tokens.Count} tokens.");
        }

        Vocabulary vocabulary = new(tokens.Count);
        for (int id = 0; id < tokens.Count; id++)
        {
            vocabulary.Add(tokens[id].Token, id);
        }

        return (vocabulary, new UnigramModel(vocabulary, new UnigramScores(tokens, unknownId), model.Flag("byte_fallback", false)));
    }

    private static (string Token, double Score) ReadToken(JsonElement entry, int id) =>
        entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2 && entry[1].ValueKind == JsonValueKind.Number
            ? (entry[0].Text("model.vocab"), entry[1].GetDouble())
            : throw new TokenizerException($"Entry {id} of model.vocab is {entry.ValueKind}; a token and a number were wanted.");
}
