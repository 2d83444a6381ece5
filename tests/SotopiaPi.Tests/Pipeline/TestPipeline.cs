using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>A whole run in a folder – BC, SR, evaluation of every saved adapter, report – whose parts count what they are asked and can be stopped anywhere.</summary>
internal sealed class TestPipeline(string folder)
{
    public CountingChatClient Client { get; } = new();

    public CountingJudge Judge { get; } = new();

    public CheckpointingTrainer Trainer { get; } = new();

    public Action? BeforeFilter { get; set; }

    /// <summary>Called before each write into the store; throws what a full disk throws.</summary>
    public Action? BeforeAppend { get; set; }

    /// <summary>Called before each query of the store.</summary>
    public Action? BeforeQuery { get; set; }

    /// <summary>Changes the composition before it is built.</summary>
    public Action<SotopiaPiBuilder>? Change { get; set; }

    /// <summary>The rounds; by default BC, then SR against a scripted partner, each choosing its adapter by evaluation.</summary>
    public IReadOnlyList<Round> Rounds { get; set; } =
    [
        Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 2, EpisodesPerTask = 2 }, Checkpoint = CheckpointChoice.ByEvaluation },
        Round.SelfReinforcement with { Collection = CollectionPlan.PartnerPlay with { Tasks = 2, EpisodesPerTask = 1 }, Checkpoint = CheckpointChoice.ByEvaluation },
    ];

    public string File(string name) => Path.Combine(folder, "run", name);

    public async Task<IReadOnlyList<RoundReport>> RunAsync(CancellationToken cancellationToken = default)
    {
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("agent", Client);
        services.AddKeyedSingleton<IChatClient>("expert", Client);
        SotopiaPiBuilder builder = services.AddSotopiaPi(options =>
            {
                options.Directory = Path.Combine(folder, "run");
                options.Concurrency = 2;
                options.Pipeline.Episodes = new EpisodeOptions { MaxTurns = 4 };
                options.Pipeline.Seed = 7;
            })
            .UseTasks(_ => new OfflineTaskSource(1, 6))
            .UseAgents("partner", _ => new DelegateAgentFactory(_ => new ScriptedAgent([.. Enumerable.Repeat(AgentAction.Speak("scripted partner"), 4)])))
            .UseEvaluator(_ => Judge)
            .UseFilter("best", _ => new HookedFilter(new TopRatedFilter(), () => BeforeFilter?.Invoke()))
            .UseTrainer(_ => Trainer)
            .UseStore(provider => new HookedStore(SqliteEpisodeStore.Open(provider.GetRequiredService<RunFolder>().StoreFile), () => BeforeAppend?.Invoke(), () => BeforeQuery?.Invoke()))
            .EvaluateOn(_ => new OfflineTaskSource(1, 2, offset: 6), new EvaluationPlan { Tasks = 2 });
        Change?.Invoke(builder);
        foreach (Round round in Rounds)
        {
            builder.AddRound(round);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync(null, cancellationToken);
    }

    /// <summary>What is in the store: the seeds of all answers, and the keys of all rated episodes, each as often as it is there.</summary>
    public async Task<(IReadOnlyList<string> Episodes, IReadOnlyList<string> Rated, HashSet<long> Seeds)> StoredAsync()
    {
        (List<string> episodes, List<string> rated, HashSet<long> seeds) = ([], [], []);
        if (System.IO.File.Exists(File("episodes.db")))
        {
            await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(File("episodes.db"));
            await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery()))
            {
                if (record is EpisodeStored stored)
                {
                    episodes.Add(stored.Key);
                    seeds.UnionWith(stored.Episode.Turns.SelectMany(turn => turn.Turns.Values).Where(turn => turn.Reply is not null && turn.Failure is null).Select(turn => CountingChatClient.SeedOf(turn.Action.Argument)));
                }
                else if (record is RatingStored rating)
                {
                    rated.Add(rating.EpisodeKey);
                }
            }
        }

        return (episodes, rated, seeds);
    }
}

/// <summary>Rates the goal from the episode's key: a judge that needs no model; its other dimension it leaves out.</summary>
internal sealed class CountingJudge : IEpisodeEvaluator
{
    public ConcurrentDictionary<string, int> Asked { get; } = new();

    public Action<int>? BeforeRating { get; set; }

    public string Name => "counting";

    public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal, SocialDimension.Relationship];

    public async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        BeforeRating?.Invoke(Asked.Count);
        cancellationToken.ThrowIfCancellationRequested();
        Asked.AddOrUpdate(episode.Key, 1, (_, count) => count + 1);
        return new EpisodeRating(Name, episode.Seats.ToDictionary(seat => seat.Seat, seat => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score>
        {
            [SocialDimension.Goal] = Score.Of(StableKey.Seed([episode.Key, seat.Seat.ToString()]) % 11, "because"),
            [SocialDimension.Relationship] = Score.Missing(RatingProblem.NotRated, "not this judge's business"),
        }), null);
    }
}

/// <summary>Saves an adapter after each of two epochs; a resumed training does not repeat a saved one.</summary>
internal sealed class CheckpointingTrainer : ITrainer
{
    public List<TrainingRequest> Requests { get; } = [];

    public List<string> Trained { get; } = [];

    public Action<string>? AfterSave { get; set; }

    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        string start = request.StartAdapter is null ? "base" : File.ReadAllText(Path.Combine(request.StartAdapter, "adapter_model.safetensors"));
        string content = StableKey.Of([start, .. request.Examples.Cast<SupervisedExample>().Select(example => example.Reply)]);
        SavedAdapter[] saved = [.. Enumerable.Range(1, 2).Select(epoch => Save(request.Directory, epoch, content))];
        return Task.FromResult(new TrainingResult(saved, saved[^1], [2, 1]));
    }

    private SavedAdapter Save(string folder, int epoch, string content)
    {
        string checkpoint = Path.Combine(folder, FormattableString.Invariant($"checkpoint-{epoch}"));
        if (!Directory.Exists(checkpoint))
        {
            AtomicFile.WriteFolder(checkpoint, path =>
            {
                File.WriteAllText(Path.Combine(path, "adapter_config.json"), "{}");
                File.WriteAllText(Path.Combine(path, "adapter_model.safetensors"), FormattableString.Invariant($"{content} {epoch}"));
            });
            Trained.Add(checkpoint);
            AfterSave?.Invoke(checkpoint);
        }

        return new SavedAdapter(checkpoint, epoch, epoch, null);
    }
}

internal sealed class HookedFilter(IEpisodeFilter inner, Action before) : IEpisodeFilter
{
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        before();
        return inner.FilterAsync(seats, context, cancellationToken);
    }
}

internal sealed class HookedStore(SqliteEpisodeStore inner, Action beforeAppend, Action beforeQuery) : IEpisodeStore, IAsyncDisposable
{
    public ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        beforeAppend();
        return inner.TryAppendAsync(record, cancellationToken);
    }

    public IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, CancellationToken cancellationToken = default)
    {
        beforeQuery();
        return inner.QueryAsync(query, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
