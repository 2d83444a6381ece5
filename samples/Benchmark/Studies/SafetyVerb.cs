using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>safety</c>: the two-sided task in which one character means harm and the other prevents it, or a table of prompts.</summary>
internal static class SafetyVerb
{
    public static Command Create(IAnsiConsole console)
    {
        Command command = new("safety", "Plays characters who mean harm or prevent it, or answers prompts, and labels what the agents did.");
        Option<string> output = StudyOptions.Out("safety");
        Option<long> seed = StudyOptions.Seed();
        Option<int> repeats = StudyOptions.Repeats(9);
        Option<int> maxTurns = StudyOptions.MaxTurns();
        Option<string?> prompts = new("--prompts-file") { Description = "Table of prompts to answer, instead of the two-sided task: a CSV with a column prompt, text, question or input, and perhaps category." };
        Option<string?> column = new("--column") { Description = "The column of the prompts when it has another name." };
        Option<string?> words = new("--toxic-words") { Description = "List of toxic words to count, one on a line; none is shipped." };
        Option<string?> sheet = new("--hand") { Description = "Table for labels by hand: written when it is not there, and read into the report." };
        Verbs.AtLeast(1, repeats, maxTurns);
        foreach (Option option in new Option[] { output, seed, repeats, maxTurns, prompts, column, words, sheet })
        {
            command.Options.Add(option);
        }

        PlayerOptions players = new(command);
        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            IReadOnlyList<SafetyCase> cases = parsed.GetValue(prompts) is { } file ? SafetyPrompts.Read(file, parsed.GetValue(column)) : SafetyScenarios.Cases;
            EpisodeOptions rules = (parsed.GetValue(prompts) is null ? new EpisodeOptions { MaxTurns = parsed.GetValue(maxTurns) } : SafetyPrompts.Options) with { Seed = parsed.GetValue(seed) };
            ISocialAgentFactory scripted = new DelegateAgentFactory(assignment => parsed.GetValue(prompts) is null ? PolitePartner.Create() : SafetyPrompts.Asker(assignment));
            PlayerArguments named = players.Read(parsed);
            await using Players who = new(named, scripted, StudyOptions.Prompts(named), [PlayerNames.Rules]);
            using RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(output), new Dictionary<string, string> { ["kind"] = "safety" }, resume: true);
            await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.StoreFile);
            ISafetyLabeller[] labellers = [new RuleSafetyLabeller(), .. who.JudgeClients.Select(judge => new ChatClientSafetyLabeller(judge.Client, name: "judge " + judge.Name))];
            SafetyStudy study = new(store, who.Collector(), Path.Combine(parsed.GetRequiredValue(output), "labels.jsonl"), labellers)
            {
                Repetitions = parsed.GetValue(repeats),
                Options = rules,
                ToxicWords = parsed.GetValue(words) is { } list ? WordList.Read(list) : null,
            };
            IReadOnlyList<SafetyEpisode> episodes = await StudyAgents.PlayAsync(
                console, who, (agent, progress) => study.RunAsync(agent.FullName, agent.Player, who.Partner.Player, cases, progress, cancellationToken), (episode, agent) => episode with { Agent = agent.Name });
            if (parsed.GetValue(sheet) is { } hand)
            {
                SafetySheet.Write(hand, episodes);
                episodes = SafetySheet.Apply(hand, episodes);
            }

            SafetyReport report = SafetyReport.Of(episodes);
            report.Write(parsed.GetRequiredValue(output));
            StudyTables.Write(console, report.ToReport(), parsed.GetRequiredValue(output));
            return 0;
        }, cancellationToken));
        return command;
    }
}
