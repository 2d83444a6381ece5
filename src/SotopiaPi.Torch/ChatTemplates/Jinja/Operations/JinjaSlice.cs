namespace SotopiaPi.Torch;

/// <summary>Slices of texts, lists, tuples and ranges.</summary>
internal static class JinjaSlice
{
    public static object? Of(object? value, object? start, object? stop, object? step) => value switch
    {
        JinjaUndefined undefined => throw undefined.Error(),
        string text when !CodePoints.HasSurrogates(text) && step is null => PlainText(text, start, stop),
        string text => string.Concat(Pick(CodePoints.Split(text), start, stop, step)),
        JinjaList list => new JinjaList([.. Pick(list.Items, start, stop, step)]),
        JinjaTuple tuple => new JinjaTuple([.. Pick(tuple.Items, start, stop, step)]),
        JinjaRange range => new JinjaList([.. Pick(JinjaItems.Of(range), start, stop, step)]),
        _ => JinjaUndefined.Member(value, "slice"),
    };

    private static string PlainText(string text, object? start, object? stop)
    {
        JinjaWork.Spend(text.Length);
        int from = (int)Clamp(start, text.Length, 0, 0, text.Length);
        int to = (int)Clamp(stop, text.Length, text.Length, 0, text.Length);
        return from < to ? text[from..to] : "";
    }

    private static IEnumerable<T> Pick<T>(IReadOnlyList<T> items, object? start, object? stop, object? step)
    {
        long by = step is null ? 1 : JinjaNumber.ToInteger(step);
        if (by == 0)
        {
            throw JinjaError.Value("slice step cannot be zero");
        }

        long count = items.Count;
        (long low, long high) = by > 0 ? (0L, count) : (-1L, count - 1);
        long from = Clamp(start, count, by > 0 ? low : high, low, high);
        long to = Clamp(stop, count, by > 0 ? high : low, low, high);
        by = Math.Clamp(by, -count - 1, count + 1);
        JinjaWork.Spend(JinjaWork.Visit * Math.Abs(to - from));
        for (long i = from; by > 0 ? i < to : i > to; i += by)
        {
            yield return items[(int)i];
        }
    }

    private static long Clamp(object? bound, long count, long otherwise, long low, long high)
    {
        if (bound is null)
        {
            return otherwise;
        }

        long value = JinjaNumber.TryInteger(bound, out long number)
            ? number
            : throw JinjaError.Type("slice indices must be integers or None or have an __index__ method");
        return Math.Clamp(value < 0 ? value + count : value, low, high);
    }
}
