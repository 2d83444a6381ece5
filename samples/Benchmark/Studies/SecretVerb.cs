using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>secret</c>: agents talk about their secret without showing that it is their own.</summary>
internal static class SecretVerb
{
    public static Command Create(IAnsiConsole console)
    {
        Command command = new("secret", "Plays set-ups in which an agent must talk about its secret without showing that it is its own, and says what became of it.");
        Option<string> output = StudyOptions.Out("secret");
        Option<long> seed = StudyOptions.Seed();
        Option<int> repeats = StudyOptions.Repeats(1);
        Option<int> maxTurns = StudyOptions.MaxTurns();
        Verbs.AtLeast(1, repeats, maxTurns);
        foreach (Option option in new Option[] { output, seed, repeats, maxTurns })
        {
            command.Options.Add(option);
        }

        PlayerOptions players = new(command);
        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            string path = parsed.GetRequiredValue(output);
            PlayerArguments named = players.Read(parsed);
            await using Players who = new(named, new DelegateAgentFactory(_ => PolitePartner.Create()), StudyOptions.Prompts(named), [PlayerNames.Rules]);
            using RunFolder folder = RunFolder.Open(path, new Dictionary<string, string> { ["kind"] = "secret" }, resume: true);
            await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.StoreFile);
            ISecretLabeller[] labellers = [new OverlapSecretLabeller(), .. who.JudgeClients.Select(judge => new ChatClientSecretLabeller(judge.Client, name: "judge " + judge.Name))];
            SecretStudy study = new(store, who.Collector(), Path.Combine(path, "labels.jsonl"), labellers)
            {
                Repetitions = parsed.GetValue(repeats),
                Options = new EpisodeOptions { MaxTurns = parsed.GetValue(maxTurns), Seed = parsed.GetValue(seed) },
            };
            IReadOnlyList<SecretEpisode> episodes = await StudyAgents.PlayAsync(
                console, who, (agent, progress) => study.RunAsync(agent.FullName, agent.Player, who.Partner.Player, progress, cancellationToken), (episode, agent) => episode with { Agent = agent.Name });
            SecretReport report = SecretReport.Of(episodes);
            report.Write(path);
            StudyTables.Write(console, report.ToReport(), path);
            return 0;
        }, cancellationToken));
        return command;
    }
}
