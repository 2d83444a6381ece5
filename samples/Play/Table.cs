using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Play;

/// <summary>Where the person and the partner sit: plays a scene, stores the episode and its rating.</summary>
internal sealed class Table(IReadOnlyList<SocialTask> scenes, IEpisodePlayer player, IEpisodeEvaluator judge, IEpisodeStore store, PlayArguments arguments)
{
    public const string PersonRole = "person";

    /// <summary>Seats the person beside partners of the offline world, or beside a model.</summary>
    public static Table Of(PlayArguments arguments, ISocialAgent person, IReadOnlyList<SocialTask> scenes, IEpisodeStore store, IChatClient? partner, IChatClient? judge)
    {
        ISocialAgentFactory others = partner is null ? new OfflineAgentFactory() : new ChatClientAgentFactory(_ => partner, new PromptBuilder(PromptPack.Default));
        RoleAgentFactory agents = new(new Dictionary<string, ISocialAgentFactory> { [PersonRole] = new DelegateAgentFactory(_ => person) }, others);
        return new Table(scenes, new EpisodeRunner(agents), judge is null ? new OutcomeJudge() : new ChatClientEvaluator(judge), store, arguments);
    }

    public async Task<(Episode Episode, EpisodeRating Rating)> PlayAsync(int scene, CancellationToken cancellationToken)
    {
        Episode episode = await player.PlayToEndAsync(await PlanAsync(scenes[scene % scenes.Count], cancellationToken), cancellationToken);
        await store.TryAppendAsync(episode, cancellationToken);
        EpisodeRating rating = await judge.EvaluateAsync(episode, cancellationToken);
        await store.TryAppendAsync(RatingStored.Of(episode.Key, rating), cancellationToken);
        return (episode, rating);
    }

    /// <summary>A person never plays a scene twice in the same way: each time is a repetition of its own.</summary>
    private async Task<EpisodePlan> PlanAsync(SocialTask task, CancellationToken cancellationToken)
    {
        if (arguments.Seat >= task.SeatCount)
        {
            throw new ArgumentException($"--seat is {arguments.Seat}, but the scene has the seats 0 to {task.SeatCount - 1}: choose one of them.");
        }

        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(
            seat, task.Agents[seat.Index], seat.Index == arguments.Seat ? PersonRole : Player.PartnerRole, seat.Index == arguments.Seat || arguments.Partner is null ? null : new ModelRef(Player.PartnerRole)))];
        EpisodeOptions rules = arguments.Tasks is null ? OfflineTaskSource.Rules : new EpisodeOptions();
        for (int repetition = 0; ; repetition++)
        {
            EpisodePlan plan = EpisodePlan.Create(task, seats, rules with { Seed = arguments.Seed }, repetition, "play");
            if (await store.FindEpisodeAsync(plan.Key, cancellationToken) is null)
            {
                return plan;
            }
        }
    }
}
