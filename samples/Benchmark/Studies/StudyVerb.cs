using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>study</c>: people rate episodes of a benchmark run; export, import, report.</summary>
internal static class StudyVerb
{
    public static Command Create(IAnsiConsole console) => new("study", "Has people rate episodes of a benchmark run, blind to the model: pages for raters, reading of what they send back, report.")
    {
        Export(console), StudyTrial.Create(console), Import(console), ReportVerb(console),
    };

    private static Command Export(IAnsiConsole console)
    {
        Command command = new("export", "Writes a page and a table for each rater.");
        Option<string> run = Run();
        Option<string> output = Study();
        Option<string[]> raters = new("--rater") { Description = "A rater's name; give at least two.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string[]> agents = new("--agent") { Description = "An agent of the run to study; may be given several times. Default: all.", AllowMultipleArgumentsPerToken = true };
        Option<int> items = new("--items") { Description = "Episodes of each agent, its seat balanced; the paper takes 28.", DefaultValueFactory = _ => 28 };
        Option<bool> trial = new("--trial") { Description = "A trial: each rater gets one of the episodes; see the verb qualify." };
        Option<int?> most = new("--max-items") { Description = "Most episodes for one rater." };
        Option<int> checks = new("--checks") { Description = "Attention checks for each rater.", DefaultValueFactory = _ => 1 };
        Option<int> minutes = new("--minutes") { Description = "Time for one episode; after that it is asked of somebody else.", DefaultValueFactory = _ => 20 };
        Option<long> seed = StudyOptions.Seed();
        Verbs.AtLeast(1, items, most, minutes);
        Verbs.AtLeast(0, checks);
        foreach (Option option in new Option[] { run, output, raters, agents, items, trial, most, checks, minutes, seed })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            IReadOnlyList<HumanStudyCandidate> candidates = await StudyEpisodes.ReadAsync(parsed.GetRequiredValue(run), parsed.GetValue(agents) ?? [], cancellationToken);
            IReadOnlyList<HumanStudyCandidate> drawn = HumanStudySampler.Draw(candidates, parsed.GetValue(items), parsed.GetValue(seed));
            HumanStudyOptions options = new()
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetRequiredValue(output)))),
                MaxItemsPerRater = parsed.GetValue(most),
                AttentionChecks = parsed.GetValue(checks),
                TimeLimit = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Seed = parsed.GetValue(seed),
            };
            string[] names = parsed.GetRequiredValue(raters);
            HumanStudy study = parsed.GetValue(trial) ? HumanStudy.Trial(drawn, names, options) : HumanStudy.Create(drawn, names, options);
            IReadOnlyList<string> pages = new HumanStudyFolder(parsed.GetRequiredValue(output)).Write(study);
            console.WriteLine($"{study.Items.Count} episodes for {pages.Count} raters. Send each their page (or table): {string.Join(", ", pages)}. Keep study.json to yourself: it says who is who.");
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Command Import(IAnsiConsole console)
    {
        Command command = new("import", "Reads what raters sent back, says what was set aside, and asks again what must be asked again.");
        Option<string> folder = Study();
        Option<string[]> answers = Answers();
        Option<string[]> raters = new("--rater") { Description = "Who may be asked again; default: the raters of the study. New names are invited.", AllowMultipleArgumentsPerToken = true };
        Option<bool> again = new("--again") { Description = "Write pages for what is missing, vague or in strong disagreement. Without it, only says what that would be." };
        foreach (Option option in new Option[] { folder, answers, raters, again })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, () => Task.FromResult(StudyImport.Run(
            console, new HumanStudyFolder(parsed.GetRequiredValue(folder)), parsed.GetRequiredValue(answers), parsed.GetValue(raters) ?? [], parsed.GetValue(again))), cancellationToken));
        return command;
    }

    private static Command ReportVerb(IAnsiConsole console)
    {
        Command command = new("report", "Writes agreement, people's scores of agents and partners, and the judges against people.");
        Option<string> folder = Study();
        Option<string[]> answers = Answers();
        Option<string?> run = new("--run") { Description = "The benchmark run, for the judges' ratings of the same episodes." };
        foreach (Option option in new Option[] { folder, answers, run })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            string path = parsed.GetRequiredValue(folder);
            HumanStudyFolder files = new(path);
            HumanStudy study = files.Read();
            HumanStudyAnswers read = HumanStudyAnswers.Read(study, parsed.GetRequiredValue(answers));
            HumanStudyReview review = HumanStudyReview.Of(study, read.Valid, StudyImport.Flags(files));
            List<JudgeAgreement> judges = [];
            foreach ((string judge, IReadOnlyDictionary<string, EpisodeRating> ratings) in await StudyEpisodes.RatingsAsync(parsed.GetValue(run), cancellationToken))
            {
                judges.AddRange(HumanStudyJudges.Of(study, review.Standing, judge, ratings));
            }

            HumanStudySummary summary = HumanStudySummary.Of(study, review, read.Problems);
            HumanStudyReport.Write(path, summary, HumanStudyJudges.Blocks(judges));
            StudyTables.Write(console, HumanStudyReport.Of(summary, HumanStudyJudges.Blocks(judges)), path);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Option<string> Run() => new("--run") { Description = "Folder of a benchmark run, made by the verb run.", DefaultValueFactory = _ => Path.Combine("runs", "benchmark") };

    public static Option<string> Study() => new("--study") { Description = "Folder of the study.", DefaultValueFactory = _ => Path.Combine("runs", "study") };

    public static Option<string[]> Answers() => new("--answers") { Description = "The files that raters sent back, or the folder in which they are.", Required = true, AllowMultipleArgumentsPerToken = true };
}
