using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>The filter argument <c>attribute</c>: a name, an index, or a path with dots.</summary>
internal static class Attributes
{
    /// <summary>The attribute of each item, or the items themselves when no attribute is named.</summary>
    public static IReadOnlyList<object?> Values(object? source, object? attribute, object? otherwise = null) =>
        attribute is null ? JinjaItems.Of(source) : [.. JinjaItems.Of(source).Select(item => Value(item, attribute, otherwise))];

    /// <summary>The attribute of one item.</summary>
    public static object? Value(object? item, object? attribute, object? otherwise = null)
    {
        object? value = item;
        foreach (object part in Path(attribute))
        {
            value = JinjaAccess.Item(value, part);
            if (value is JinjaUndefined && otherwise is not null)
            {
                return otherwise;
            }
        }

        return value;
    }

    private static IEnumerable<object> Path(object? attribute) => attribute is string path
        ? path.Split('.').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? (object)index : part)
        : [JinjaNumber.ToInteger(attribute)];
}
