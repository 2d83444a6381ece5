using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Evaluates methods on the held-out tasks, and once more without the action schema.</summary>
internal sealed class Evaluation(World world, IServiceProvider services, long seed)
{
    private const int FreeConcurrency = 256;

    private readonly IEpisodeStore _store = services.GetRequiredService<IEpisodeStore>();
    private readonly EpisodeOptions _episodes = world.Episodes with { Seed = seed };

    public async Task<MethodRows> RunAsync(Method method, IProgress<PipelineProgress> progress, CancellationToken cancellationToken)
    {
        PlayStage stage = new(_store, services.GetRequiredService<IEpisodeCollector>(), world.Judges);
        PlayOutcome outcome = await new HeldOutEvaluation(stage, world.HeldOut, _episodes).RunAsync(method.Name, method.Player, progress, cancellationToken);
        MethodRows rows = new(method.Name, outcome, world.TrueJudge, world.TalkJudge);
        return method.IsModel ? rows with { InvalidFreeReplies = await FreeAsync(method, progress, cancellationToken) } : rows;
    }

    private async Task<double?> FreeAsync(Method method, IProgress<PipelineProgress> progress, CancellationToken cancellationToken)
    {
        ChatClientAgentOptions free = new() { StructuredOutput = false, MaxOutputTokens = 64 };
        ISocialAgentFactory models = ChatClientAgentFactory.FromServices(services, new PromptBuilder(PromptPack.Compact), free);
        EpisodeCollector collector = new(new EpisodeRunner(new RoleAgentFactory(world.Scripted, models)), FreeConcurrency);
        SocialTask[] tasks = [.. world.HeldOut.Take(world.Recipe.FreeTasks)];
        string tag = FreePlay.Tag(method.Name);
        await new HeldOutEvaluation(new PlayStage(_store, collector, []), tasks, _episodes).RunAsync(tag, method.Player, progress, cancellationToken);
        return await FreePlay.InvalidShareAsync(_store, tag, cancellationToken);
    }
}
