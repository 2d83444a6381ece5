using System.CommandLine;

namespace SotopiaPi.Samples.Conversion;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static RootCommand Root(TextWriter output, TextWriter errors) => new("Converts SOTOPIA and SOTOPIA-π data.") { Episodes(output, errors), Import(output, errors) };

    private static Command Episodes(TextWriter output, TextWriter errors)
    {
        Argument<FileInfo> file = new("file") { Description = "Episodes, one JSON object a line: the published sotopia_pi_episodes.jsonl, or stored episode logs." };
        Option<string> filter = new("--filter") { Description = "Which seats to keep: code (the reference code: the best of each task and position), paper (behaviour cloning), paper-sr (the best 20 %), threshold (goal above 7), all.", DefaultValueFactory = _ => "code" };
        Option<string> to = new("--to") { Description = "The format: llamafactory, trl, openai or parquet.", DefaultValueFactory = _ => "trl" };
        Option<DirectoryInfo> folder = new("--out") { Description = "Folder to write into.", DefaultValueFactory = _ => new DirectoryInfo("training-data") };
        Option<FileInfo?> prompts = new("--prompts") { Description = "Prompt pack of the form 'single'. Default: prompts.json of this sample." };
        Option<string[]> tags = new("--tag") { Description = "Only episodes of these tags.", AllowMultipleArgumentsPerToken = true };
        Option<string> licence = new("--licence") { Description = "Licence of the episodes, which goes with the data.", DefaultValueFactory = _ => "CC-BY-SA-4.0" };
        filter.AcceptOnlyFromAmong("code", "paper", "paper-sr", "threshold", "all");
        to.AcceptOnlyFromAmong("llamafactory", "trl", "openai", "parquet");
        Command command = new("episodes", "Makes training data of published episodes, without a database.") { file, filter, to, folder, prompts, tags, licence };
        command.SetAction((parsed, cancellation) => Guard(errors, async () =>
        {
            string pack = parsed.GetValue(prompts)?.FullName ?? Path.Combine(AppContext.BaseDirectory, "prompts.json");
            EpisodeConversion conversion = new(parsed.GetRequiredValue(file), PromptPack.Load(pack), parsed.GetRequiredValue(filter), parsed.GetValue(tags) ?? []);
            TrainingData data = await conversion.RunAsync(cancellation);
            await data.WriteAsync(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(to), parsed.GetRequiredValue(licence), cancellation);
            Report.Write(output, errors, data, parsed.GetRequiredValue(folder));
            return data.Examples.Count > 0 ? 0 : 1;
        }));
        return command;
    }

    private static Command Import(TextWriter output, TextWriter errors)
    {
        Argument<DirectoryInfo> folder = new("folder") { Description = "Folder with profiles and files of episodes (*episodes*.jsonl)." };
        Option<FileInfo> store = new("--store") { Description = "SQLite episode store to write into.", DefaultValueFactory = _ => new FileInfo("episodes.db") };
        Command command = new("import", "Reads published profiles and episodes into an episode store.") { folder, store };
        command.SetAction((parsed, cancellation) => Guard(errors, async () =>
        {
            FolderImport import = await FolderImport.RunAsync(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(store), cancellation);
            Report.Write(output, errors, import);
            return import.Added + import.Known > 0 ? 0 : 1;
        }));
        return command;
    }

    /// <summary>What the user can put right is one message and exit code 2.</summary>
    private static async Task<int> Guard(TextWriter errors, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            await errors.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
