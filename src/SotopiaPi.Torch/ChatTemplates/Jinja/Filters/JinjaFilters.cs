namespace SotopiaPi.Torch;

/// <summary>All filters by name.</summary>
internal static class JinjaFilters
{
    private static readonly Dictionary<string, JinjaFilter> s_filters = new(
        [.. TextFilters.All, .. NumberFilters.All, .. SequenceFilters.All, .. SelectionFilters.All, .. OrderFilters.All], StringComparer.Ordinal);

    /// <summary>The filter of a name, or null.</summary>
    public static JinjaFilter? Find(string name) => s_filters.GetValueOrDefault(name);
}
