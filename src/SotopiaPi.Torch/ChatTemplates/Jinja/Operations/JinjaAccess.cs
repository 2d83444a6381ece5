namespace SotopiaPi.Torch;

/// <summary>Attributes and elements. There is no reflection: what is not listed here does not exist.</summary>
internal static class JinjaAccess
{
    /// <summary><c>value.name</c>: a method or attribute first, then an element.</summary>
    public static object? Attribute(object? value, string name) =>
        value is JinjaUndefined undefined ? throw undefined.Error()
        : TryAttribute(value, name, out object? attribute) ? attribute
        : TryItem(value, name, out object? item) ? item
        : JinjaUndefined.Member(value, name);

    /// <summary><c>value[key]</c>: an element first, then an attribute.</summary>
    public static object? Item(object? value, object? key) =>
        value is JinjaUndefined undefined ? throw undefined.Error()
        : TryItem(value, key, out object? item) ? item
        : key is string name && TryAttribute(value, name, out object? attribute) ? attribute
        : JinjaUndefined.Member(value, key);

    private static bool TryAttribute(object? value, string name, out object? attribute)
    {
        if (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal))
        {
            attribute = JinjaUndefined.Unsafe(value, name);
            return true;
        }

        switch (value)
        {
            case JinjaNamespace holder when holder.Attributes.TryGetValue(name, out attribute):
                return true;
            case JinjaLoop loop when loop.TryGet(name, out attribute):
                return true;
            case JinjaMacro macro when macro.TryGet(name, out attribute):
                return true;
            case JinjaCycler cycler when cycler.TryGet(name, out attribute):
                return true;
            case JinjaGroup group when group.TryGet(name, out attribute):
                return true;
            case not null when JinjaMethods.IsMutating(value, name):
                attribute = JinjaUndefined.Unsafe(value, name);
                return true;
            case not null when JinjaMethods.Has(value, name):
                attribute = new JinjaMethod(value, name);
                return true;
            default:
                attribute = null;
                return false;
        }
    }

    private static bool TryItem(object? value, object? key, out object? item)
    {
        item = null;
        switch (value)
        {
            case JinjaDictionary dictionary:
                return key is not (JinjaList or JinjaDictionary) && dictionary.TryGet(key, out item);
            case JinjaSequence sequence when JinjaNumber.TryInteger(key, out long index):
                return TryIndex(sequence.Items, index, out item);
            case JinjaRange range when JinjaNumber.TryInteger(key, out long index):
                return TryIndex(JinjaItems.Of(range), index, out item);
            case string text when JinjaNumber.TryInteger(key, out long index) && !CodePoints.HasSurrogates(text):
                index = index < 0 ? index + text.Length : index;
                item = index >= 0 && index < text.Length ? text[(int)index].ToString() : null;
                return item is not null;
            case string text when JinjaNumber.TryInteger(key, out long index):
                return TryIndex(CodePoints.Split(text), index, out item);
            default:
                return false;
        }
    }

    private static bool TryIndex(IReadOnlyList<object?> items, long index, out object? item)
    {
        index = index < 0 ? index + items.Count : index;
        bool found = index >= 0 && index < items.Count;
        item = found ? items[(int)index] : null;
        return found;
    }
}
