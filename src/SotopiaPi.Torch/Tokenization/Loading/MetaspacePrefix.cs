using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>When a Metaspace component puts a mark before the text.</summary>
internal static class MetaspacePrefix
{
    public const string Always = "always";
    public const string First = "first";
    public const string Never = "never";

    /// <summary>Reads <c>prepend_scheme</c>, or the older <c>add_prefix_space</c>.</summary>
    public static string Read(JsonElement element)
    {
        string? scheme = element.OptionalText("prepend_scheme", "Metaspace");
        return scheme switch
        {
            null => element.Flag("add_prefix_space", true) ? Always : Never,
            Always or First or Never => scheme,
            _ => throw JsonReading.Unsupported("prepend_scheme of Metaspace", scheme, "always, first, never"),
        };
    }
}
