namespace SotopiaPi.Torch;

/// <summary>Iteration: what <c>for</c> and the filters see.</summary>
internal static class JinjaItems
{
    /// <summary>The items of a value.</summary>
    public static IReadOnlyList<object?> Of(object? value)
    {
        IReadOnlyList<object?> items = Read(value);
        JinjaWork.Spend((long)JinjaWork.Visit * items.Count);
        return items;
    }

    private static IReadOnlyList<object?> Read(object? value) => value switch
    {
        JinjaSequence sequence => sequence.Items,
        JinjaDictionary dictionary => [.. dictionary.Keys],
        JinjaView view => view.Items,
        JinjaRange range => range.Items(),
        JinjaGenerator generator => generator.Take(),
        string text => CodePoints.Split(text),
        JinjaUndefined => [],
        _ => throw JinjaError.Type($"'{PythonText.TypeName(value)}' object is not iterable"),
    };

    /// <summary>Whether a value can be iterated.</summary>
    public static bool IsIterable(object? value) =>
        value is JinjaSequence or JinjaDictionary or JinjaView or JinjaRange or JinjaGenerator or string or JinjaUndefined;

    /// <summary>What <c>len()</c> gives.</summary>
    public static long Length(object? value) => value switch
    {
        JinjaSequence sequence => sequence.Items.Count,
        JinjaDictionary dictionary => dictionary.Count,
        JinjaView view => view.Items.Count,
        JinjaRange range => range.Length,
        string text => CodePoints.Count(text),
        JinjaUndefined => 0,
        _ => throw JinjaError.Type($"object of type '{PythonText.TypeName(value)}' has no len()"),
    };
}
