using System.CommandLine;
using SotopiaPi.Torch;
using Spectre.Console;
using TorchSharp;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>mmlu</c>: multiple-choice questions of the user's copy of MMLU, before and after training.</summary>
internal static class MmluVerb
{
    public static Command Create(IAnsiConsole console)
    {
        Command command = new("mmlu", "Asks multiple-choice questions after solved examples, and compares the agents on the same questions.");
        Option<string> data = new("--data") { Description = "Your copy of MMLU: the authors' folder (dev, test), or files dev and test as CSV, JSON lines or Parquet.", Required = true };
        Option<string> output = StudyOptions.Out("mmlu");
        Option<string> by = new("--by") { Description = "How local models answer: by the likelihood of the letters, or by generation. Models of --agent-url always generate.", DefaultValueFactory = _ => "likelihood" };
        Option<ChoiceRule> rule = new("--rule") { Description = "What a generated reply means that is not just a letter: the paper's rule draws a choice when there is no letter.", DefaultValueFactory = _ => ChoiceRule.Paper };
        Option<int> shots = new("--shots") { Description = "Solved examples before each question.", DefaultValueFactory = _ => 5 };
        Option<int?> limit = new("--limit") { Description = "Only the first questions of each subject." };
        Option<long> seed = StudyOptions.Seed();
        by.AcceptOnlyFromAmong("likelihood", "generation");
        Verbs.AtLeast(0, shots);
        Verbs.AtLeast(1, limit);
        foreach (Option option in new Option[] { data, output, by, rule, shots, limit, seed })
        {
            command.Options.Add(option);
        }

        PlayerOptions players = new(command);
        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, async () =>
        {
            PlayerArguments who = players.Read(parsed);
            MultipleChoiceSet set = Limit(await MmluFiles.ReadAsync(parsed.GetRequiredValue(data), cancellationToken), parsed.GetValue(limit));
            MultipleChoiceStudy study = new(set, Path.Combine(parsed.GetRequiredValue(output), "answers.jsonl")) { Shots = parsed.GetValue(shots), MaxConcurrency = who.Concurrency };
            await using Players all = new(who, new DelegateAgentFactory(_ => PolitePartner.Create()), "default", [PlayerNames.Rules]);
            List<(string, IReadOnlyList<MultipleChoiceResult>)> results = [];
            foreach (BenchmarkAgent agent in all.Agents)
            {
                bool likelihood = parsed.GetValue(by) == "likelihood" && all.PathOf(agent) is not null;
                using TorchContinuationScorer? scorer = likelihood ? Scorer(all, agent, who) : null;
                IMultipleChoiceAnswerer answerer = scorer is null
                    ? new GenerationAnswerer(agent.FullName, all.ClientOf(agent), parsed.GetValue(rule), parsed.GetValue(seed)) { ModelId = agent.Player.Model!.Adapter }
                    : new LikelihoodAnswerer(agent.FullName, scorer);
                results.Add((agent.Name, await ProgressView.ShowAsync(console, progress => study.RunAsync(answerer, new StudyProgress(progress, agent.Name, "questions"), cancellationToken))));
            }

            AccuracyReport report = AccuracyReport.Of(results);
            report.Write(parsed.GetRequiredValue(output));
            StudyTables.Write(console, report.ToReport(), parsed.GetRequiredValue(output));
            return 0;
        }, cancellationToken));
        return command;
    }

    private static TorchContinuationScorer Scorer(Players all, BenchmarkAgent agent, PlayerArguments who) => TorchContinuationScorer.Load(
        all.PathOf(agent)!, agent.Player.Model!.Adapter is { } adapter ? Path.Combine(who.Adapters!, adapter) : null, new DecoderOptions { Device = torch.device(who.Device) });

    private static MultipleChoiceSet Limit(MultipleChoiceSet set, int? limit) =>
        limit is { } most ? set with { Questions = [.. set.Questions.GroupBy(question => question.Subject).SelectMany(subject => subject.Take(most))] } : set;
}
