// An agent, a judge, a filter and a trainer of our own, put together by dependency injection: dotnet run -c Release --project samples/CustomParts -- --help
using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi;
using SotopiaPi.Samples.CustomParts;

Option<int> tasks = new("--tasks") { Description = "The number of tasks to play.", DefaultValueFactory = _ => 6 };
Option<string> output = new("--out") { Description = "Folder of the run.", DefaultValueFactory = _ => Path.Combine("runs", "custom-parts") };
tasks.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--tasks must be 1 or more.");
    }
});
RootCommand command = new("Runs one round of the method with parts of its own.") { tasks, output };
command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(tasks), parsed.GetRequiredValue(output), cancellationToken));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(int tasks, string output, CancellationToken cancellationToken)
{
    ServiceCollection services = new();
    services.AddSotopiaPi(options =>
    {
        options.Directory = output;
        options.Pipeline.Episodes = OfflineTaskSource.Rules;
    })
        .UseTasks(_ => new OfflineTaskSource(seed: 1, count: tasks))
        .UsePrompts(PromptPack.Compact)

        // Our agent sits around a scripted expert. Without UseAgents, a keyed chat client of the role's name would play.
        .UseAgents(Player.ExpertRole, _ => new DelegateAgentFactory(seat => new CarefulAgent(new OfflineAgentFactory().Create(seat), seat.Profile.Secret)))

        // Our judge, our filter, our trainer: constructors may take registered services.
        .UseEvaluator<BrevityJudge>()
        .UseFilter<AgreementFilter>()
        .UseTrainer(_ => new FileTrainer(Console.WriteLine))

        // One round of behaviour cloning over all tasks, one episode each.
        .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = tasks, EpisodesPerTask = 1 } });

    await using ServiceProvider provider = services.BuildServiceProvider();
    RoundReport round = (await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync(cancellationToken: cancellationToken)).Single();
    Console.WriteLine($"{round.Episodes} episodes, {round.Kept} seats kept, {round.Dropped} dropped:");
    foreach (FilterRuleCount rule in round.Rules)
    {
        Console.WriteLine($"  {rule.Count} {(rule.Kept ? "kept" : "dropped")}: {rule.Rule}");
    }

    return 0;
}
