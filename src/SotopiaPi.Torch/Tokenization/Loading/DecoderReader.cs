using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const string Supported = "ByteLevel, Sequence, Replace, ByteFallback, Fuse, Strip, Metaspace";

    public static ITokenDecoder Read(JsonElement? element)
    {
        if (element is not { } value)
        {
            return new JoinDecoder();
        }

        if (value.Type("decoder") == "ByteLevel")
        {
            return new ByteLevelDecoder();
        }

        List<IDecoderStep> steps = [];
        Read(value, steps);
        return new ChainDecoder(steps);
    }

    private static void Read(JsonElement element, List<IDecoderStep> steps)
    {
        string type = element.Type("decoder");
        if (type == "Sequence")
        {
            foreach (JsonElement item in element.Required("decoders", "decoder").Items("decoder.decoders"))
            {
                Read(item, steps);
            }

            return;
        }

        steps.Add(type switch
        {
            "Replace" => ReadReplace(element),
            "ByteFallback" => new ByteFallbackStep(),
            "Fuse" => new FuseStep(),
            "Strip" => ReadStrip(element, steps.Any(step => step is FuseStep)),
            "Metaspace" => new MetaspaceStep(
                element.OptionalText("replacement", "Metaspace") ?? SpaceMark.Text,
                MetaspacePrefix.Read(element) != MetaspacePrefix.Never),
            _ => throw JsonReading.Unsupported("decoder", type, Supported),
        });
    }

    private static ReplaceStep ReadReplace(JsonElement element)
    {
        string pattern = element.Required("pattern", "Replace").Required("String", "Replace.pattern").Text("Replace.pattern.String");
        return pattern.Length > 0
            ? new ReplaceStep(pattern, element.Required("content", "Replace").Text("Replace.content"))
            : throw new TokenizerException("The decoder Replace has an empty pattern.");
    }

    private static StripStep ReadStrip(JsonElement element, bool wholeText)
    {
        string content = element.Required("content", "Strip").Text("Strip.content");
        return content.Length == 1
            ? new StripStep(content[0], element.Number("start", 0), element.Number("stop", 0), wholeText)
            : throw new TokenizerException($"The decoder Strip has the content '{Shown.Text(content)}'; one character was wanted.");
    }
}
