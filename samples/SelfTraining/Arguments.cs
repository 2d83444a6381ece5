using System.CommandLine;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>What the user asked for on the command line.</summary>
internal sealed record Arguments
{
    private static string DefaultModel { get; } = Path.Combine(AppContext.BaseDirectory, "model");

    public required string Out { get; init; }

    public required long Seed { get; init; }

    public required Recipe Recipe { get; init; }

    public required bool Resume { get; init; }

    public required string Device { get; init; }

    public required string Model { get; init; }

    public string? Tasks { get; init; }

    public required int Limit { get; init; }

    public Endpoint? Expert { get; init; }

    public Endpoint? Judge { get; init; }

    /// <summary>Builds the command; <paramref name="run"/> gets the arguments and gives the exit code.</summary>
    public static RootCommand Command(Func<Arguments, Task<int>> run)
    {
        Option<string> output = new("--out") { Description = "Folder of the run: settings, episodes, adapters, report.", DefaultValueFactory = _ => Path.Combine("runs", "self-training") };
        Option<long> seed = new("--seed") { Description = "Seed of everything that is drawn.", DefaultValueFactory = _ => 1 };
        Option<bool> quick = new("--quick") { Description = "A small run of about a minute, to see that everything works." };
        Option<bool> tiny = new("--tiny") { Description = "A run of seconds, for tests.", Hidden = true };
        Option<bool> resume = new("--resume") { Description = "Continue the run in --out; nothing finished is done twice." };
        Option<string> device = new("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
        Option<string> model = new("--model") { Description = "Folder of the model in Hugging Face layout.", DefaultValueFactory = _ => DefaultModel };
        Option<string?> tasks = new("--tasks") { Description = "Folder of tasks in the published format; default: the built-in offline world." };
        Option<int> limit = new("--limit") { Description = "With --tasks: the number of tasks to play.", DefaultValueFactory = _ => 20 };
        Option<string?> preset = new("--preset") { Description = "paper: print what the paper's experiment takes (calls, tokens, money, GPU hours, disk) and end; docs/reproduce.md says how to run it." };
        preset.AcceptOnlyFromAmong("paper");
        RootCommand command = new("Trains social agents by the SOTOPIA-π loop and compares Base, SR, BC and BC+SR on held-out tasks.")
        {
            output, seed, quick, tiny, resume, device, model, tasks, limit, preset,
        };
        seed.Validators.Add(result => AddErrorIf(result, result.GetValueOrDefault<long>() < 0, "--seed must be 0 or more."));
        limit.Validators.Add(result => AddErrorIf(result, result.GetValueOrDefault<int>() < 1, "--limit must be 1 or more."));
        IReadOnlyDictionary<string, EndpointOptions> endpoints = EndpointOptions.AddTo(command, ("expert", "a scripted expert"), ("judge", "the rule judges of the offline world"));
        command.SetAction(parsed => parsed.GetValue(preset) is not null ? PrintPaper(parsed.InvocationConfiguration.Output) : run(new Arguments
        {
            Out = parsed.GetRequiredValue(output),
            Seed = parsed.GetValue(seed),
            Recipe = parsed.GetValue(tiny) ? Recipe.Tiny : parsed.GetValue(quick) ? Recipe.Quick : Recipe.Full,
            Resume = parsed.GetValue(resume),
            Device = parsed.GetRequiredValue(device),
            Model = parsed.GetRequiredValue(model),
            Tasks = parsed.GetValue(tasks),
            Limit = parsed.GetValue(limit),
            Expert = endpoints["expert"].Of(parsed),
            Judge = endpoints["judge"].Of(parsed),
        }));
        return command;
    }

    /// <summary>A dry run: nothing is asked, downloaded or written.</summary>
    private static Task<int> PrintPaper(TextWriter output)
    {
        output.Write(PaperExperiment.Estimate().ToText());
        return Task.FromResult(0);
    }

    /// <summary>The settings that decide the numbers: kept in run.json, and the same again when the run is resumed.</summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["seed"] = Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["recipe"] = Recipe.Name,
        ["device"] = Device,
        ["tasks"] = Tasks ?? "offline world",
        ["limit"] = Tasks is null ? "" : Limit.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["expert"] = Expert?.ToString() ?? "scripted",
        ["judge"] = Judge?.ToString() ?? "rules",
    };

    /// <summary>The command that continues this run.</summary>
    public string ResumeCommand()
    {
        List<string> words = ["dotnet run -c Release --project samples/SelfTraining --", "--resume", "--out", Quoted(Out), FormattableString.Invariant($"--seed {Seed}")];
        Add(Recipe != Recipe.Full, "--" + Recipe.Name);
        Add(Device != "cpu", "--device " + Quoted(Device));
        Add(Model != DefaultModel, "--model " + Quoted(Model));
        Add(Tasks is not null, FormattableString.Invariant($"--tasks {Quoted(Tasks ?? "")} --limit {Limit}"));
        Add(Expert is not null, $"--expert-url {Expert?.Url} --expert-model {Quoted(Expert?.Model ?? "")}");
        Add(Judge is not null, $"--judge-url {Judge?.Url} --judge-model {Quoted(Judge?.Model ?? "")}");
        Add((Expert ?? Judge)?.Timeout is { TotalSeconds: not 60 }, FormattableString.Invariant($"--request-timeout {(Expert ?? Judge)?.Timeout.TotalSeconds}"));
        return string.Join(" ", words);

        void Add(bool given, string option)
        {
            if (given)
            {
                words.Add(option);
            }
        }

        static string Quoted(string word) => word.All(character => char.IsLetterOrDigit(character) || "-_./:+".Contains(character)) ? word : "'" + word.Replace("'", "'\\''") + "'";
    }

    private static void AddErrorIf(System.CommandLine.Parsing.SymbolResult result, bool wrong, string message)
    {
        if (wrong)
        {
            result.AddError(message);
        }
    }
}
