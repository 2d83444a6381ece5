namespace SotopiaPi;

/// <summary>A table.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with one text for each column.</param>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock
{
    /// <summary>Gets what the table shows; may be empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Makes a table; a column all of whose cells are numbers is aligned as such.</summary>
    /// <param name="columns">The titles.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A row has another number of cells.</exception>
    public static ReportTable Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        IReadOnlyList<string>[] all = [.. rows];
        if (Array.FindIndex(all, row => row.Count != columns.Count) is >= 0 and int odd)
        {
            throw new ArgumentException($"Row {odd} has {all[odd].Count} cells and the table {columns.Count} columns: give one cell for each.", nameof(rows));
        }

        return new ReportTable([.. columns.Select((title, index) => new ReportColumn(title, all.Length > 0 && all.All(row => IsNumber(row[index]))))], all);
    }

    private static bool IsNumber(string text) => text.Length == 0 || char.IsAsciiDigit(text[0]) || (text[0] is '−' or '-' or '–' or '+' or '<' or '±' && (text.Length == 1 || text.AsSpan(1).TrimStart() is [>= '0' and <= '9', ..]));
}

/// <summary>A column of a table.</summary>
/// <param name="Title">The title.</param>
/// <param name="IsNumeric">Whether its cells are numbers, which stand at the right.</param>
public sealed record ReportColumn(string Title, bool IsNumeric = false);
