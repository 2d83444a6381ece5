namespace SotopiaPi;

/// <summary>A record of a file that could not be used, and why.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Record">Which record: its line, its place in the list, or its id.</param>
/// <param name="Field">The field; empty when the record as a whole is meant.</param>
/// <param name="Message">What was found, what was wanted.</param>
public sealed record RecordProblem(string File, string Record, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, {Record}: {Message}";
}
