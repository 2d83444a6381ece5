using CsvHelper;

namespace SotopiaPi;

/// <summary>The form of tables that people open and fill in.</summary>
internal static class TableFormat
{
    /// <summary>Gets the form: texts of models and raters must not become formulas of the program that opens the table.</summary>
    public static CsvWriterOptions ForPeople { get; } = CsvWriterOptions.Default with { NewLine = "\n", Injection = CsvInjection.Escape };
}
