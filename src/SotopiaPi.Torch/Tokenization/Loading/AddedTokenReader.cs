using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads added tokens.</summary>
internal static class AddedTokenReader
{
    /// <summary>Reads <c>added_tokens</c> of a tokenizer.json; an id of the vocabulary wins over the id written beside a token.</summary>
    public static List<AddedToken> Read(JsonElement? element, Vocabulary vocabulary)
    {
        List<AddedToken> tokens = [];
        if (element is not { } list)
        {
            return tokens;
        }

        foreach (JsonElement item in list.Items("added_tokens"))
        {
            string content = item.Required("content", "added_tokens").Text("added_tokens.content");
            int known = vocabulary.Find(content);
            AddedToken token = Read(item, known >= 0 ? known : item.Number("id", -1), content);
            if (known < 0)
            {
                vocabulary.AddOutsideModel(content, token.Id);
            }

            tokens.Add(token);
        }

        return tokens;
    }

    /// <summary>Reads the flags of one token.</summary>
    public static AddedToken Read(JsonElement item, int id, string content) => new(id, content)
    {
        Special = item.Flag("special", false),
        Normalized = item.Flag("normalized", !item.Flag("special", false)),
        StripLeft = item.Flag("lstrip", false),
        StripRight = item.Flag("rstrip", false),
        SingleWord = item.Flag("single_word", false),
    };
}
