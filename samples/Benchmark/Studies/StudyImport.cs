using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Reads answers of raters, writes the table of reasons to look at, and asks again.</summary>
internal static class StudyImport
{
    public static int Run(IAnsiConsole console, HumanStudyFolder folder, IEnumerable<string> answers, IReadOnlyList<string> raters, bool again)
    {
        HumanStudy study = folder.Read();
        HumanStudyAnswers read = HumanStudyAnswers.Read(study, answers);
        console.WriteLine($"{read.Valid.Count} valid answers; {read.Problems.Count} set aside.");
        if (read.Problems.Count > 0)
        {
            TableView.Write(console, ReportTable.Of(["file", "rater", "item", "kind", "problem"], read.Problems.Select(problem => (IReadOnlyList<string>)[problem.File, problem.Rater, problem.Item, problem.Kind, problem.Message])));
        }

        ReasonFlag.Write(folder.ReasonsFile, study, read.Valid);
        HumanStudyReview review = HumanStudyReview.Of(study, read.Valid, Flags(folder));
        if (review.Wanted.Count > 0)
        {
            TableView.Write(console, ReportTable.Of(["item", "raters wanted", "why"], review.Wanted.Select(item => (IReadOnlyList<string>)[item.Item, FormattableString.Invariant($"{item.Raters}"), item.Reason])));
        }

        console.WriteLine($"Reasons to look at: {folder.ReasonsFile}. Write vague or contradicts into the column flag of bad ones, then import again.");
        if (again && review.Wanted.Count > 0)
        {
            HumanStudy more = study.Again([.. review.Wanted.Select(item => (item.Item, item.Raters))], raters.Count > 0 ? raters : [.. study.Assignments.Select(assignment => assignment.Rater).Distinct()]);
            console.WriteLine($"Asked again: {string.Join(", ", folder.Write(more))}.");
        }

        return 0;
    }

    public static IReadOnlyList<ReasonFlag> Flags(HumanStudyFolder folder) => File.Exists(folder.ReasonsFile) ? ReasonFlag.Read(folder.ReasonsFile) : [];
}
