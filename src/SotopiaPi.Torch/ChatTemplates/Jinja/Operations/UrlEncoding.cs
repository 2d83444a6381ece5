namespace SotopiaPi.Torch;

/// <summary>Percent-encoding: of a text, or of pairs as a query.</summary>
internal static class UrlEncoding
{
    public static string Encode(object? value) => value switch
    {
        string text => Quote(text, keepsSlash: true),
        JinjaDictionary dictionary => Query(dictionary.Items),
        JinjaSequence sequence => Query(sequence.Items.Select(item => JinjaItems.Of(item) is [var key, var part]
            ? (key, part)
            : throw JinjaError.Value("urlencode needs pairs"))),
        _ => Quote(PythonText.Of(value), keepsSlash: true),
    };

    private static string Query(IEnumerable<(object? Key, object? Value)> items) =>
        string.Join('&', items.Select(item => Quote(PythonText.Of(item.Key), false) + "=" + Quote(PythonText.Of(item.Value), false)));

    private static string Quote(string text, bool keepsSlash)
    {
        string quoted = Uri.EscapeDataString(WellFormed.Text(text));
        return keepsSlash ? quoted.Replace("%2F", "/", StringComparison.Ordinal) : quoted;
    }
}
