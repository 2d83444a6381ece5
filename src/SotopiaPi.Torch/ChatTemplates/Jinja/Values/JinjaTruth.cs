namespace SotopiaPi.Torch;

/// <summary>Which values are true.</summary>
internal static class JinjaTruth
{
    public static bool Of(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        JinjaSequence sequence => sequence.Items.Count > 0,
        JinjaDictionary dictionary => dictionary.Count > 0,
        JinjaView view => view.Items.Count > 0,
        JinjaRange range => range.Length > 0,
        JinjaUndefined => false,
        _ => true,
    };
}
