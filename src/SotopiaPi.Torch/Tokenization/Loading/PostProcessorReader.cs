using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json, as far as single texts are concerned.</summary>
internal static class PostProcessorReader
{
    private const string Supported = "Sequence, ByteLevel, TemplateProcessing, RobertaProcessing, BertProcessing";

    public static PostProcessor Read(JsonElement? element)
    {
        if (element is not { } value)
        {
            return PostProcessor.None;
        }

        string type = value.Type("post_processor");
        return type switch
        {
            "Sequence" => value.Required("processors", type).Items("post_processor.processors")
                .Aggregate(PostProcessor.None, (processor, item) => processor.Then(Read(item))),
            "ByteLevel" => Trimming(value),
            "TemplateProcessing" => ReadTemplate(value),
            "RobertaProcessing" => Trimming(value) with { Prefix = [PairId(value, "cls")], Suffix = [PairId(value, "sep")] },
            "BertProcessing" => new PostProcessor { Prefix = [PairId(value, "cls")], Suffix = [PairId(value, "sep")] },
            _ => throw JsonReading.Unsupported("post-processor", type, Supported),
        };
    }

    private static PostProcessor Trimming(JsonElement element) => new()
    {
        TrimsRanges = element.Flag("trim_offsets", true),
        AddsPrefixSpace = element.Flag("add_prefix_space", true),
    };

    private static PostProcessor ReadTemplate(JsonElement element)
    {
        List<int> prefix = [];
        List<int> suffix = [];
        List<int> target = prefix;
        JsonElement tokens = element.Required("special_tokens", "TemplateProcessing");
        foreach (JsonElement piece in element.Required("single", "TemplateProcessing").Items("TemplateProcessing.single"))
        {
            if (piece.Optional("SpecialToken") is not { } special)
            {
                target = suffix;
                continue;
            }

            string name = special.Required("id", "SpecialToken").Text("SpecialToken.id");
            JsonElement ids = tokens.Required(name, "TemplateProcessing.special_tokens").Required("ids", name);
            target.AddRange(ids.Items($"{name}.ids").Select(id => Id(id, name)));
        }

        return new PostProcessor { Prefix = prefix, Suffix = suffix };
    }

    private static int PairId(JsonElement element, string name)
    {
        JsonElement[] pair = [.. element.Required(name, "post_processor").Items($"post_processor.{name}")];
        return pair.Length == 2 ? Id(pair[1], name) : throw new TokenizerException($"post_processor.{name} has {pair.Length} elements; a token and an id were wanted.");
    }

    private static int Id(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int id) && id is >= 0 and <= Vocabulary.MaximumId
            ? id
            : throw new TokenizerException($"The id of '{Shown.Text(name)}' in the post-processor is no id.");
}
