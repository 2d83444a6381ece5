using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>run</c>: agents play a task set against one partner, judges rate them.</summary>
internal static class RunVerb
{
    private static readonly string[] s_sets =
    [
        BenchmarkTaskSets.AllName, BenchmarkTaskSets.HardName, BenchmarkTaskSets.HardItemsName, RepresentativeDraw.Name,
        BenchmarkTaskSets.FullName, BenchmarkTaskSets.CooperativeName, BenchmarkTaskSets.CompetitiveName,
    ];

    /// <summary>Gives a command the options and the action of <c>run</c>.</summary>
    public static Command Add(Command command, IAnsiConsole console)
    {
        Option<string?> tasks = new("--tasks") { Description = "Folder of tasks in the published format; default: 50 tasks of the built-in offline world." };
        Option<string?> set = new("--set") { Description = $"With --tasks, the task set: {string.Join(", ", s_sets)}. Default: all." };
        Option<int?> limit = new("--limit") { Description = "Only the first tasks of the set." };
        Option<string> output = new("--out") { Description = "Folder of the run: episodes, ratings, reports. The same command continues a run that broke; more agents, judges or repeats add to it.", DefaultValueFactory = _ => Path.Combine("runs", "benchmark") };
        Option<long> seed = new("--seed") { Description = "Seed of everything that is drawn.", DefaultValueFactory = _ => 1 };
        Option<int> repeats = new("--repeats") { Description = "Episodes of each point.", DefaultValueFactory = _ => 1 };
        Option<int> maxTurns = new("--max-turns") { Description = "The longest episode, in turns.", DefaultValueFactory = _ => 20 };
        Option<string[]> models = new("--model") { Description = "An agent: a GGUF file or a folder in Hugging Face layout, as [NAME=]PATH; may be given several times. Default: the small model of the offline world.", AllowMultipleArgumentsPerToken = true };
        Option<string?> adapters = new("--adapters") { Description = "Folder whose subfolders are PEFT adapters of the first --model: each is an agent more." };
        Option<string?> agentUrl = new("--agent-url") { Description = "OpenAI-compatible endpoint of agents; key from SOTOPIAPI_AGENT_KEY." };
        Option<string[]> agentModels = new("--agent-model") { Description = "Model of --agent-url; may be given several times, each is an agent.", AllowMultipleArgumentsPerToken = true };
        Option<string> partner = new("--partner") { Description = "The partner of all agents: 'scripted' (a fixed polite script) or a local model as [NAME=]PATH.", DefaultValueFactory = _ => PlayerNames.Scripted };
        Option<string?> partnerUrl = new("--partner-url") { Description = "OpenAI-compatible endpoint of the partner, instead of --partner; key from SOTOPIAPI_PARTNER_KEY." };
        Option<string?> partnerModel = new("--partner-model") { Description = "Model of --partner-url." };
        Option<string[]> judges = new("--judge") { Description = "A judge: 'rules' (counts turns and words, finds spoken secrets), a local model as [NAME=]PATH, or, for the offline world, 'outcome' and 'talk'; may be given several times. Default: rules; outcome and talk for the offline world.", AllowMultipleArgumentsPerToken = true };
        Option<string?> judgeUrl = new("--judge-url") { Description = "OpenAI-compatible endpoint of chat judges, beside --judge; key from SOTOPIAPI_JUDGE_KEY. Default: SOTOPIAPI_JUDGE_URL.", DefaultValueFactory = _ => FromEnvironment("SOTOPIAPI_JUDGE_URL") };
        Option<string[]> judgeModels = new("--judge-model") { Description = "Model of --judge-url; may be given several times. Default: SOTOPIAPI_JUDGE_MODEL.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => FromEnvironment("SOTOPIAPI_JUDGE_MODEL") is { } model ? [model] : [] };
        Option<string?> trueJudge = new("--true-judge") { Description = "The judge that is taken for the truth: the report shows the bias of the others. Default: none; outcome for the offline world." };
        Option<string?> reference = new("--reference") { Description = "For the set 'representative': points.jsonl of a run of the reference agent on the set 'hard'." };
        Option<string?> referenceAgent = new("--reference-agent") { Description = "The agent in --reference; needed when it holds several." };
        Option<string?> prompts = new("--prompts") { Description = "Prompt pack: default, compact or a file. Default: default; compact for the offline world." };
        Option<float> temperature = new("--temperature") { Description = "Sampling temperature of agents and partner; the paper's is 1.", DefaultValueFactory = _ => 1 };
        Option<int> maxTokens = new("--max-tokens") { Description = "The longest reply, in tokens.", DefaultValueFactory = _ => 128 };
        Option<int> concurrency = new("--concurrency") { Description = "Episodes at once.", DefaultValueFactory = _ => 16 };
        Option<string> device = new("--device") { Description = "Where local models compute: cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
        set.AcceptOnlyFromAmong(s_sets);
        AtLeast(1, limit, repeats, maxTurns, maxTokens, concurrency);
        foreach (Option option in new Option[]
        {
            tasks, set, limit, output, seed, repeats, maxTurns, models, adapters, agentUrl, agentModels, partner, partnerUrl, partnerModel, judges, judgeUrl, judgeModels, trueJudge,
            reference, referenceAgent, prompts, temperature, maxTokens, concurrency, device,
        })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, () => BenchmarkRun.ExecuteAsync(console, new RunArguments
        {
            Tasks = parsed.GetValue(tasks),
            Set = parsed.GetValue(set),
            Limit = parsed.GetValue(limit),
            Out = parsed.GetRequiredValue(output),
            Seed = parsed.GetValue(seed),
            Repeats = parsed.GetValue(repeats),
            MaxTurns = parsed.GetValue(maxTurns),
            Models = parsed.GetValue(models) ?? [],
            Adapters = parsed.GetValue(adapters),
            Agents = Endpoints("agent", parsed.GetValue(agentUrl), parsed.GetValue(agentModels)),
            Partner = parsed.GetRequiredValue(partner),
            PartnerEndpoint = Endpoints("partner", parsed.GetValue(partnerUrl), parsed.GetValue(partnerModel) is { } model ? [model] : []).SingleOrDefault(),
            Judges = parsed.GetValue(judges) ?? [],
            JudgeEndpoints = Endpoints("judge", parsed.GetValue(judgeUrl), parsed.GetValue(judgeModels)),
            TrueJudge = parsed.GetValue(trueJudge),
            Reference = parsed.GetValue(reference),
            ReferenceAgent = parsed.GetValue(referenceAgent),
            Prompts = parsed.GetValue(prompts),
            Temperature = parsed.GetValue(temperature),
            MaxTokens = parsed.GetValue(maxTokens),
            Concurrency = parsed.GetValue(concurrency),
            Device = parsed.GetRequiredValue(device),
        }, cancellationToken), cancellationToken));
        return command;
    }

    private static Endpoint[] Endpoints(string role, string? url, string[]? models) => (url, models) switch
    {
        (null, null or []) => [],
        ({ } address, [_, ..]) => [.. models.Select(model => Endpoint.From(address, model, $"SOTOPIAPI_{role.ToUpperInvariant()}_KEY"))],
        _ => throw new ArgumentException($"--{role}-url and --{role}-model belong together: give both or neither."),
    };

    private static string? FromEnvironment(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static void AtLeast(int minimum, params Option[] options)
    {
        foreach (Option option in options)
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < minimum)
                {
                    result.AddError($"{option.Name} must be {minimum} or more.");
                }
            });
        }
    }
}
