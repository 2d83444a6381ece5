namespace SotopiaPi;

/// <summary>What raters sent back: the answers that are complete and valid, and a name for everything that was set aside.</summary>
/// <param name="Valid">The answers, by round, rater and item.</param>
/// <param name="Problems">What was set aside and why.</param>
public sealed record HumanStudyAnswers(IReadOnlyList<HumanStudyAnswer> Valid, IReadOnlyList<HumanStudyProblem> Problems)
{
    /// <summary>Reads returned files: the JSON of <see cref="RaterPage"/> and the tables of <see cref="RaterSheet"/>.</summary>
    /// <param name="study">The study.</param>
    /// <param name="files">The files; folders stand for the <c>.json</c> and <c>.csv</c> files in them.</param>
    /// <returns>The answers. A file that cannot be read is a problem, not an exception.</returns>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static HumanStudyAnswers Read(HumanStudy study, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(files);
        AnswerChecker checker = new(study);
        foreach (string file in files.SelectMany(Expand))
        {
            try
            {
                checker.Add(file, Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? RaterSheet.Read(file) : RaterFileReader.Read(file));
            }
            catch (Exception exception) when (exception is RecordFormatException or IOException or UnauthorizedAccessException)
            {
                checker.AddProblem(file, "", "", HumanStudyProblem.Unreadable, exception.Message);
            }
        }

        return checker.Finish();
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file).ToLowerInvariant() is ".json" or ".csv").Order(StringComparer.Ordinal);
        }

        return File.Exists(path) ? [path] : throw new FileNotFoundException($"'{path}' was not found: give the files that raters sent back, or the folder in which they are.", path);
    }
}
