using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>One run: the rounds, then the evaluation of every method, then the report.</summary>
internal sealed class Run : IAsyncDisposable
{
    /// <summary>Episodes at once: they are what fills the batches of the model.</summary>
    private const int Concurrency = 256;

    /// <summary>Keys and values of 256 seats of the small model; the whole program stays below 1.5 GB.</summary>
    private const long KvBudgetBytes = 192L << 20;

    private readonly Arguments _arguments;
    private readonly World _world;
    private readonly ServiceProvider _services;
    private readonly long _started = Stopwatch.GetTimestamp();

    private Run(Arguments arguments, World world, ServiceProvider services) => (_arguments, _world, _services) = (arguments, world, services);

    public static Run Start(Arguments arguments)
    {
        IEpisodeEvaluator? chatJudge = arguments.Judge is null ? null : new ChatClientEvaluator(arguments.Judge.Connect());
        World world = arguments.Tasks is null ? OfflineWorldSetup.Create(arguments, chatJudge) : PublishedTasksSetup.Create(arguments, chatJudge);
        return new Run(arguments, world, Compose(arguments, world));
    }

    public async Task<ReportModel> ExecuteAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        _services.GetRequiredService<RunFolder>();
        RunProgress progress = new(RunWeights.Of(_world.Recipe, _world.Rounds, _world.Methods));
        ReportModel report = await Dashboard.ShowAsync(console, progress, () => ExecuteAsync(progress, cancellationToken));
        return report;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ServiceProvider Compose(Arguments arguments, World world)
    {
        ServiceCollection services = new();
        if (arguments.Expert is { } expert)
        {
            services.AddKeyedSingleton(Player.ExpertRole, (_, _) => expert.Connect());
        }

        SotopiaPiBuilder builder = services.AddSotopiaPi(options =>
            {
                options.Directory = arguments.Out;
                options.Resume = arguments.Resume;
                options.Concurrency = Concurrency;
                options.Agents.MaxOutputTokens = 64;
                options.Agents.Timeout = TimeSpan.FromMinutes(1);
                options.Pipeline.Seed = arguments.Seed;
                options.Pipeline.Episodes = world.Episodes;
                options.Pipeline.WritesReport = false;
            })
            .UseTasks(_ => world.Training)
            .UsePrompts(PromptPack.Compact)
            .UseUsageLedger()
            .UseTorchModel(arguments.Model, options =>
            {
                options.Device = Devices.Parse(arguments.Device);
                options.KvBudgetBytes = KvBudgetBytes;
            })
            .UseFilter(Arms.TopTwo, _ => new TopRatedFilter(new TopRatedOptions { Count = 2 }))
            .UseLoraTrainer(Training.Settings);
        foreach ((string role, ISocialAgentFactory factory) in world.Scripted)
        {
            builder.UseAgents(role, _ => factory);
        }

        foreach (IEpisodeEvaluator judge in world.Judges)
        {
            builder.UseEvaluator(_ => judge);
        }

        foreach (Round round in world.Rounds)
        {
            builder.AddRound(round);
        }

        foreach ((string name, string value) in arguments.Settings())
        {
            builder.RecordSetting(name, value);
        }

        return services.BuildServiceProvider();
    }

    private async Task<ReportModel> ExecuteAsync(RunProgress progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<RoundReport> rounds = _world.Rounds.Count == 0 ? [] : await _services.GetRequiredService<SelfTrainingPipeline>().RunAsync(progress, cancellationToken);
        Evaluation evaluation = new(_world, _services, _arguments.Seed);
        Dictionary<string, MethodRows> methods = [];
        foreach (Method method in _world.Methods)
        {
            methods[method.Name] = await evaluation.RunAsync(method, progress, cancellationToken);
        }

        ReportModel report = new(
            _arguments.Seed,
            Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
            _world.TrueJudge is not null,
            [.. _world.Methods.Where(method => !method.IsControl).Select(method => methods[method.Name].Result())],
            [.. _world.Methods.Where(method => method.IsControl).Select(method => methods[method.Name].Result())],
            Findings.Of(methods),
            [.. rounds.Select(round => new RoundResult(round.Name, round.Tasks, round.Episodes, round.Kept, round.Dropped, round.Examples, round.TrainLoss))])
        {
            Notes = _world.Notes,
        };
        await ReportFiles.WriteAsync(_arguments.Out, report, rounds, _services.GetRequiredService<UsageLedger>(), _services.GetRequiredService<IEpisodeStore>(), methods, _world, cancellationToken);
        return report;
    }
}
