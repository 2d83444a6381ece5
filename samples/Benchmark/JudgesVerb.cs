using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>judges</c>: judges rate episodes that people have rated, and are compared with them.</summary>
internal static class JudgesVerb
{
    public static Command Create(IAnsiConsole console)
    {
        Option<FileInfo> episodes = new("--episodes") { Description = "SQLite episode store, e.g. episodes.db of a run, or one that samples/Convert filled.", Required = true };
        Option<string[]> people = new("--people") { Description = "Names under which people's ratings, or those of a judge that knows the truth, lie in the store; several are averaged.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [HumanRatings.Judge] };
        Option<FileInfo?> annotations = new("--annotations") { Description = "People's ratings as the reference stores them (AnnotationForEpisode, JSON or JSON lines), instead of --people." };
        Option<string[]> stages = new("--stages") { Description = "Models in the order of their training, the untrained one first: does the judges' correlation fall as agents are optimised for them?", AllowMultipleArgumentsPerToken = true };
        Option<string> device = new("--device") { Description = "Where local models compute: cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
        Option<string> output = new("--out") { Description = "Folder of the report and of the ratings; the same command continues a run that broke.", DefaultValueFactory = _ => Path.Combine("runs", "judges") };
        Command command = new("judges", "Has judges rate episodes that people have rated, and reports correlation, error and bias for each dimension and model.") { episodes, people, annotations, stages, device, output };
        JudgeOptions judges = new(command);
        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            await using LocalModels models = new(parsed.GetRequiredValue(device), null);
            IReadOnlyList<string> names = judges.Names(parsed);
            IReadOnlyList<Endpoint> endpoints = judges.Endpoints(parsed);
            using Judges all = new(names.Count + endpoints.Count == 0 ? [PlayerNames.Rules] : names, endpoints, models);
            IReadOnlyList<AnnotatedEpisode> annotated = await ReadAsync(parsed.GetRequiredValue(episodes), parsed.GetValue(people) ?? [], parsed.GetValue(annotations), console, cancellationToken);
            string folder = parsed.GetRequiredValue(output);
            using RunFolder run = RunFolder.Open(folder, new Dictionary<string, string> { ["kind"] = "judges" }, resume: true);
            await using SqliteEpisodeStore ratings = SqliteEpisodeStore.Open(run.StoreFile);
            EvaluatorBenchmark benchmark = new(annotated);
            EvaluatorBenchmarkResult result = await ProgressView.ShowAsync(console, progress => benchmark.RunAsync(all.All, ratings, progress, cancellationToken));
            string[] order = parsed.GetValue(stages) ?? [];
            OveroptimizationAnalysis[] analyses = order.Length == 0 ? [] : [.. all.All.Select(judge => OveroptimizationAnalysis.Of(result, judge.Name, order))];
            Report report = result.ToReport(analyses);
            foreach (ReportTable table in report.Blocks.OfType<ReportTable>())
            {
                TableView.Write(console, table);
            }

            AtomicFile.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Write(report));
            AtomicFile.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Write(report));
            console.WriteLine($"Written: {Path.Combine(folder, "report.html")}, {Path.Combine(folder, "report.md")}.");
            return 0;
        }, cancellationToken));
        return command;
    }

    private static async Task<IReadOnlyList<AnnotatedEpisode>> ReadAsync(FileInfo file, IReadOnlyList<string> people, FileInfo? annotations, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no store '{file.FullName}': name an episodes.db.");
        }

        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(file.FullName);
        IReadOnlyList<AnnotatedEpisode> annotated = annotations is null
            ? await AnnotatedEpisode.ReadAsync(store, people.Contains, cancellationToken: cancellationToken)
            : await AnnotatedAsync(store, annotations, console, cancellationToken);
        return annotated.Count > 0
            ? annotated
            : throw new InvalidDataException($"'{file.FullName}' holds no episode that was rated by {(annotations is null ? string.Join(", ", people) : annotations.Name)}: name the people's ratings with --people or --annotations.");
    }

    private static async Task<IReadOnlyList<AnnotatedEpisode>> AnnotatedAsync(SqliteEpisodeStore store, FileInfo file, IAnsiConsole console, CancellationToken cancellationToken)
    {
        List<RecordProblem> problems = [];
        List<AnnotatedEpisode> annotated = [];
        foreach (IGrouping<string, EpisodeAnnotation> group in ReferenceRecordJson.ReadAnnotations(file.FullName, problems).GroupBy(annotation => annotation.EpisodeId))
        {
            if (await store.FindEpisodeAsync(group.Key, cancellationToken) is { } episode)
            {
                annotated.Add(AnnotatedEpisode.Of(episode, group));
            }
            else
            {
                problems.Add(new RecordProblem(file.Name, group.First().Id, "episode", $"the store holds no episode '{group.Key}'"));
            }
        }

        problems.ForEach(problem => console.WriteLine(problem.ToString()));
        return annotated;
    }
}
