using System.Text.Json;

namespace SotopiaPi;

/// <summary>
/// Keeps a study in a folder. <c>study.json</c> says which item is what and stays with the researcher; <c>pages/</c> and <c>sheets/</c> hold what raters get,
/// <c>reasons.csv</c> the reasons to be flagged by hand.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class HumanStudyFolder(string path)
{
    private readonly string _path = string.IsNullOrEmpty(path) ? throw new ArgumentException("Give the folder of the study.", nameof(path)) : path;

    /// <summary>Gets the file that says which item is what.</summary>
    public string StudyFile => Path.Combine(_path, "study.json");

    /// <summary>Gets the table of reasons.</summary>
    public string ReasonsFile => Path.Combine(_path, "reasons.csv");

    /// <summary>Writes the study with the pages and tables of the newest round. Files of earlier rounds stay as they are.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The pages that were written.</returns>
    /// <exception cref="InvalidOperationException">The folder holds another study.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Write(HumanStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (File.Exists(StudyFile) && Read().Id is var old && old != study.Id)
        {
            throw new InvalidOperationException($"'{_path}' holds the study '{old}', not '{study.Id}': choose another folder.");
        }

        int round = study.Assignments.Select(assignment => assignment.Round).DefaultIfEmpty(0).Max();
        List<string> pages = [];
        foreach (HumanStudyAssignment assignment in study.Assignments.Where(assignment => assignment.Round == round))
        {
            string page = Path.Combine(_path, "pages", FileName(assignment) + ".html");
            AtomicFile.WriteAllText(page, RaterPage.Write(study, assignment));
            RaterSheet.Write(Path.Combine(_path, "sheets", FileName(assignment) + ".csv"), study, assignment);
            RaterSheet.WriteItems(Path.Combine(_path, "sheets", FileName(assignment) + "-dialogues.csv"), study, assignment);
            pages.Add(page);
        }

        AtomicFile.Write(StudyFile, stream => JsonSerializer.Serialize(stream, study, HumanStudyJson.Default.HumanStudy));
        return pages;
    }

    /// <summary>Reads the study.</summary>
    /// <returns>The study.</returns>
    /// <exception cref="FileNotFoundException">The folder holds no study.</exception>
    /// <exception cref="RecordFormatException">The file cannot be read.</exception>
    public HumanStudy Read()
    {
        if (!File.Exists(StudyFile))
        {
            throw new FileNotFoundException($"'{_path}' holds no study (no study.json): export one there first.", StudyFile);
        }

        try
        {
            using FileStream stream = File.OpenRead(StudyFile);
            return JsonSerializer.Deserialize(stream, HumanStudyJson.Default.HumanStudy) ?? throw new RecordFormatException($"'{StudyFile}' is empty.");
        }
        catch (JsonException exception)
        {
            throw new RecordFormatException($"'{StudyFile}' is not a study ({exception.Message}).", exception);
        }
    }

    /// <summary>The name of a rater's files without its ending: the rater's name as far as it makes a file name, and the round.</summary>
    internal static string FileName(HumanStudyAssignment assignment)
    {
        string name = string.Concat(assignment.Rater.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        string unique = name == assignment.Rater ? name : $"{name}-{StableKey.Of(["rater", assignment.Rater])[..6]}";
        return assignment.Round == 1 ? unique : FormattableString.Invariant($"{unique}-round{assignment.Round}");
    }
}
