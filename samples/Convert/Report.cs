using System.Globalization;

namespace SotopiaPi.Samples.Conversion;

/// <summary>Tells the user what was done; rows that could not be read go to the error output, one line each.</summary>
internal static class Report
{
    public static void Write(TextWriter output, TextWriter errors, TrainingData data, DirectoryInfo folder)
    {
        Problems(errors, data.Problems);
        foreach (FilterRuleCount rule in data.Filter.Rules)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(rule.Kept ? "kept" : "dropped"),-8}{rule.Count,7}  {rule.Rule}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Examples.Count} examples of {data.Filter.Kept} seats are in {folder.FullName}. Rows left out: {data.Problems.Count}."));
    }

    public static void Write(TextWriter output, TextWriter errors, DataSetImport import, DirectoryInfo profilesFolder)
    {
        Problems(errors, import.Problems);
        output.WriteLine($"Licence of {import.Licence.Name}: {LicenceText.Short(import.Licence.Licence)}");
        if (import.ProfileCount > 0)
        {
            ProfileFolder profiles = import.Profiles;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{profiles.Agents.Count} agents, {profiles.Environments.Count} environments, {profiles.Relationships.Count} relationships, {profiles.Combinations.Count} combinations are in {profilesFolder.FullName}."));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{import.Added} episodes imported, {import.Known} were there already. Records left out: {import.Problems.Count}."));
    }

    public static void Write(TextWriter output, TextWriter errors, int episodes, IReadOnlyList<RecordProblem> problems, DirectoryInfo folder)
    {
        Problems(errors, problems);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{episodes} episodes are in {folder.FullName}. Records left out: {problems.Count}."));
    }

    private static void Problems(TextWriter errors, IReadOnlyList<RecordProblem> problems)
    {
        foreach (RecordProblem problem in problems)
        {
            errors.WriteLine(problem.ToString().ReplaceLineEndings(" "));
        }
    }
}
