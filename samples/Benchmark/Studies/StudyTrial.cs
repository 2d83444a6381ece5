using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>study qualify</c>: compares the answers of a trial with gold scores.</summary>
internal static class StudyTrial
{
    public static Command Create(IAnsiConsole console)
    {
        Command command = new("qualify", "Compares the answers of a trial (export --trial) with gold scores: who is within 2 everywhere passes, the others' reasons are listed.");
        Option<string> folder = StudyVerb.Study();
        Option<string[]> answers = StudyVerb.Answers();
        Option<string[]> gold = new("--gold") { Description = "Tables with gold scores: item, seat, dimension, score, e.g. filled tables of your own people; several are averaged.", Required = true, AllowMultipleArgumentsPerToken = true };
        foreach (Option option in new Option[] { folder, answers, gold })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, () =>
        {
            HumanStudy study = new HumanStudyFolder(parsed.GetRequiredValue(folder)).Read();
            HumanStudyAnswers read = HumanStudyAnswers.Read(study, parsed.GetRequiredValue(answers));
            IReadOnlyList<Qualification> trials = Qualification.Of(read.Valid, GoldScores.Read(parsed.GetRequiredValue(gold)));
            TableView.Write(console, ReportTable.Of(["rater", "item", "result"], trials.Select(trial => (IReadOnlyList<string>)[trial.Rater, trial.Item, trial.Passed ? "passed" : FormattableString.Invariant($"{trial.Distant.Count} scores to look at")])));
            TableView.Write(console, ReportTable.Of(
                ["rater", "seat", "dimension", "score", "gold", "reason"],
                from trial in trials
                from distant in trial.Distant
                select (IReadOnlyList<string>)[trial.Rater, FormattableString.Invariant($"{distant.Seat.Index + 1}"), distant.Dimension, FormattableString.Invariant($"{distant.Score}"), FormattableString.Invariant($"{distant.Gold:0.##}"), distant.Reason]));
            foreach (HumanStudyProblem problem in read.Problems)
            {
                console.WriteLine($"Set aside: {problem.Rater} {problem.Item}: {problem.Message}");
            }

            return Task.FromResult(0);
        }, cancellationToken));
        return command;
    }
}
