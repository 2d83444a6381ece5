using System.Text;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Supported = "Sequence, NFC, NFD, NFKC, NFKD, Prepend, Replace, Lowercase, Strip, Precompiled";

    public static IReadOnlyList<ITextRewriter> Read(JsonElement? element)
    {
        List<ITextRewriter> rewriters = [];
        if (element is { } value)
        {
            Read(value, rewriters);
        }

        return rewriters;
    }

    private static void Read(JsonElement element, List<ITextRewriter> rewriters)
    {
        string type = element.Type("normalizer");
        if (type == "Sequence")
        {
            foreach (JsonElement item in element.Required("normalizers", "normalizer").Items("normalizer.normalizers"))
            {
                Read(item, rewriters);
            }

            return;
        }

        rewriters.Add(type switch
        {
            "NFC" => new UnicodeFormRewriter(NormalizationForm.FormC),
            "NFD" => new UnicodeFormRewriter(NormalizationForm.FormD),
            "NFKC" => new UnicodeFormRewriter(NormalizationForm.FormKC),
            "NFKD" => new UnicodeFormRewriter(NormalizationForm.FormKD),
            "Prepend" => new PrefixRewriter(element.Required("prepend", "Prepend").Text("Prepend.prepend"), unlessPresent: false),
            "Replace" => ReadReplace(element),
            "Strip" => new StripRewriter(element.Flag("strip_left", true), element.Flag("strip_right", true)),
            "Lowercase" => new LowercaseRewriter(),
            "Precompiled" => ReadPrecompiled(element),
            _ => throw JsonReading.Unsupported("normalizer", type, Supported),
        });
    }

    private static ITextRewriter ReadReplace(JsonElement element)
    {
        string content = element.Required("content", "Replace").Text("Replace.content");
        JsonElement pattern = element.Required("pattern", "Replace");
        return pattern.OptionalText("String", "Replace.pattern") is { } literal
            ? new ReplaceRewriter(literal, content)
            : new RegexReplaceRewriter(TokenizerRegex.Create(pattern.Required("Regex", "Replace.pattern").Text("Replace.pattern.Regex")), content);
    }

    private static PrecompiledRewriter ReadPrecompiled(JsonElement element)
    {
        string text = element.Required("precompiled_charsmap", "Precompiled").Text("Precompiled.precompiled_charsmap");
        byte[] map = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, map, out int length)
            ? new PrecompiledRewriter(new CharacterMap(map.AsSpan(0, length)))
            : throw new TokenizerException("Precompiled.precompiled_charsmap is not valid base64.");
    }
}
