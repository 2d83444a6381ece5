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
            _ => throw JsonReading.Unsupported("normalizer", type, Supported),
        });
    }

    private static ReplaceRewriter ReadReplace(JsonElement element)
    {
        string content = element.Required("content", "Replace").Text("Replace.content");
        JsonElement pattern = element.Required("pattern", "Replace");
        return new ReplaceRewriter(pattern.Required("String", "Replace.pattern").Text("Replace.pattern.String"), content);
    }
}
