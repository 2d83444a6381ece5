using System.CommandLine;

namespace SotopiaPi.Samples.Conversion;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static RootCommand Root(TextWriter output, TextWriter errors) => new("Converts SOTOPIA and SOTOPIA-π data.") { Episodes(output, errors), Import(output, errors), Export(output, errors) };

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
        Argument<string> source = new("source") { Description = "A folder (published files, the reference's local storage, exports of Redis), or a running Redis with the JSON module: redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or just redis for REDIS_OM_URL or this machine's." };
        Option<FileInfo> store = new("--store") { Description = "SQLite episode store to write into.", DefaultValueFactory = _ => new FileInfo("episodes.db") };
        Option<DirectoryInfo?> profiles = new("--profiles") { Description = "Folder for the profiles, as JSON lines. Default: beside the store, named like it." };
        Option<string?> licence = new("--licence") { Description = "Licence of the data set. Default: its LICENSE, or what its README says." };
        Command command = new("import", "Brings a published data set into an episode store; its licence stays with the store and goes into every export.") { source, store, profiles, licence };
        command.SetAction((parsed, cancellation) => Guard(errors, async () =>
        {
            FileInfo target = parsed.GetRequiredValue(store);
            DirectoryInfo folder = parsed.GetValue(profiles) ?? new DirectoryInfo(Path.ChangeExtension(target.FullName, null) + "-profiles");
            await using IDataSet data = RedisAddress.Of(parsed.GetRequiredValue(source)) is { } address
                ? await RedisDataSet.OpenAsync(address, cancellation)
                : new FolderDataSet(new DirectoryInfo(parsed.GetRequiredValue(source)));
            DataSetImport import = await DataSetImport.RunAsync(data, target, folder, parsed.GetValue(licence), cancellation);
            Report.Write(output, errors, import, folder);
            return import.Added + import.Known + import.ProfileCount > 0 ? 0 : 1;
        }));
        return command;
    }

    private static Command Export(TextWriter output, TextWriter errors)
    {
        Argument<FileInfo> store = new("store") { Description = "SQLite episode store." };
        Option<string> to = new("--to") { Description = "The format: logs (EpisodeLog JSON lines), published (lines as in sotopia_pi_episodes.jsonl), local (the reference's local storage), redis (one JSON object by keys).", DefaultValueFactory = _ => "logs" };
        Option<DirectoryInfo> folder = new("--out") { Description = "Folder to write into.", DefaultValueFactory = _ => new DirectoryInfo("exported") };
        Option<string> version = new("--fields") { Description = "Version of the reference whose fields are written: v2023, v015 or head.", DefaultValueFactory = _ => "v2023" };
        Option<string?> tag = new("--tag") { Description = "Only episodes of this tag." };
        to.AcceptOnlyFromAmong("logs", "published", "local", "redis");
        version.AcceptOnlyFromAmong("v2023", "v015", "head");
        Command command = new("export", "Writes the episodes of a store in the reference's formats, with the licences of what was brought into it.") { store, to, folder, version, tag };
        command.SetAction((parsed, cancellation) => Guard(errors, async () =>
        {
            FileInfo file = parsed.GetRequiredValue(store);
            await using SqliteEpisodeStore open = file.Exists ? SqliteEpisodeStore.Open(file.FullName) : throw new FileNotFoundException($"There is no store '{file.FullName}': make one with import, or name another.");
            StoreExport export = new(open, new EpisodeQuery { Tag = parsed.GetValue(tag) }, Enum.Parse<ReferenceVersion>(parsed.GetRequiredValue(version), ignoreCase: true));
            int count = await export.WriteAsync(parsed.GetRequiredValue(folder).FullName, parsed.GetRequiredValue(to), cancellation);
            Report.Write(output, errors, count, export.Problems, parsed.GetRequiredValue(folder));
            return count > 0 ? 0 : 1;
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
