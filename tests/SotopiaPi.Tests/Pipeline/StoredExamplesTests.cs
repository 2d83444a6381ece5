using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>The examples that a pipeline hands to its trainer are read from the store when they are asked for.</summary>
public sealed class StoredExamplesTests
{
    [Test]
    public async Task Examples_read_from_the_store_are_those_of_the_kept_seats_in_any_order()
    {
        InMemoryEpisodeStore store = new();
        TrainingRequest request = await TrainAsync(store);
        TrainingExampleBuilder builder = new(new DialogueEnvironment(), new PromptBuilder(PromptPack.Default));
        List<SupervisedExample> wanted = [];
        await foreach (EpisodeStored stored in store.QueryAsync(new EpisodeQuery()).OfType<EpisodeStored>())
        {
            wanted.AddRange(stored.Episode.Seats.SelectMany(seat => builder.Build(stored.Episode, seat.Seat).Examples));
        }

        Assert.That(request.Examples, Has.Count.EqualTo(wanted.Count));
        Assert.That(request.Examples.Select(Text), Is.EquivalentTo(wanted.Select(Text)));
        int[] order = [.. Enumerable.Range(0, request.Examples.Count)];
        new Random(3).Shuffle(order);
        string[] inOrder = [.. request.Examples.Select(Text)];
        Assert.That(order.Select(i => Text(request.Examples[i])), Is.EqualTo(order.Select(i => inOrder[i])));
        Assert.That(() => request.Examples[wanted.Count], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Many_threads_may_read()
    {
        TrainingRequest request = await TrainAsync(new InMemoryEpisodeStore());
        string[] inOrder = [.. request.Examples.Select(Text)];
        string[] parallel = [.. Enumerable.Range(0, 4 * inOrder.Length).AsParallel().AsOrdered().Select(i => Text(request.Examples[i % inOrder.Length]))];
        Assert.That(parallel, Is.EqualTo(Enumerable.Range(0, parallel.Length).Select(i => inOrder[i % inOrder.Length])));
    }

    private static string Text(TrainingExample example) =>
        example.Key + string.Join('|', ((SupervisedExample)example).Prompt.Select(message => message.Text)) + ((SupervisedExample)example).Reply;

    private static async Task<TrainingRequest> TrainAsync(InMemoryEpisodeStore store)
    {
        using TemporaryFolder folder = new();
        RecordingTrainer trainer = new();
        ServiceCollection services = new();
        services.AddSotopiaPi(options => options.Directory = folder.File("run"))
            .UseTasks(_ => new OfflineTaskSource(1, 3))
            .UseAgents("expert", _ => new DelegateAgentFactory(assignment => new ScriptedAgent(Script(assignment.Seat.Index))))
            .UseEvaluator<RuleEvaluator>()
            .UseFilter("all", _ => new ThresholdFilter(new ThresholdOptions { Dimension = RuleEvaluator.Turns, Threshold = -1 }))
            .UseStore(_ => store)
            .UseTrainer(_ => trainer)
            .AddRound(Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 3, EpisodesPerTask = 1 } });
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<SelfTrainingPipeline>().RunAsync();
        return trainer.Requests.Single();
    }

    /// <summary>Seat 1 never does anything that can be learnt: it is kept all the same, without an example.</summary>
    private static AgentAction[] Script(int seat) => seat == 0
        ? [AgentAction.Speak("One."), AgentAction.Speak("Two."), AgentAction.Speak("Three."), AgentAction.Leave]
        : [AgentAction.None, AgentAction.None, AgentAction.None];
}
