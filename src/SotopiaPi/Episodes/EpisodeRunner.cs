using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Plays episodes turn by turn. Thread-safe: one runner plays many episodes at once.</summary>
public sealed class EpisodeRunner : IEpisodePlayer
{
    private readonly ISocialAgentFactory _agents;
    private readonly IReadOnlyDictionary<string, ISocialEnvironment> _environments;
    private readonly IAgentMemory? _memory;

    /// <summary>Makes a runner.</summary>
    /// <param name="agents">Makes the agents of each episode.</param>
    /// <param name="environments">The rules by key; <see langword="null"/> for <see cref="DialogueEnvironment"/> under <c>dialogue</c>.</param>
    /// <param name="memory">What characters remember from episode to episode; <see langword="null"/> for nothing.</param>
    public EpisodeRunner(ISocialAgentFactory agents, IReadOnlyDictionary<string, ISocialEnvironment>? environments = null, IAgentMemory? memory = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        _agents = agents;
        _environments = environments ?? new Dictionary<string, ISocialEnvironment> { [EpisodePlan.DefaultEnvironment] = new DialogueEnvironment() };
        _memory = memory;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The plan names an environment or a model that is not registered.</exception>
    public async IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ISocialEnvironment environment = EnvironmentOf(plan);
        ISocialAgent[] agents = [.. plan.Seats.Select(_agents.Create)];
        EpisodeState state = plan.Start ?? await BeginAsync(environment, plan, cancellationToken).ConfigureAwait(false);
        while (environment.ActiveSeats(state) is { Count: > 0 } active)
        {
            Dictionary<Seat, AgentTurn> turns = await AskAllAsync(environment, state, agents, active, cancellationToken).ConfigureAwait(false);
            EpisodeState next = await environment.StepAsync(state, turns, cancellationToken).ConfigureAwait(false);
            yield return new TurnTaken(state.Turn, turns, next);
            state = next;
        }

        Episode episode = new(plan.Key, plan.Seats, state) { Environment = plan.Environment, Tag = plan.Tag };
        await RememberAsync(episode, cancellationToken).ConfigureAwait(false);
        yield return new EpisodeEnded(episode);
    }

    private async ValueTask<EpisodeState> BeginAsync(ISocialEnvironment environment, EpisodePlan plan, CancellationToken cancellationToken)
    {
        EpisodeState state = environment.Begin(plan.Task, plan.Options);
        if (_memory is null)
        {
            return state;
        }

        Dictionary<Seat, string> memories = new(state.Memories);
        foreach (SeatAssignment self in plan.Seats)
        {
            if (await _memory.RecallAsync(self, plan.Task, cancellationToken).ConfigureAwait(false) is { } recalled)
            {
                memories[self.Seat] = recalled;
            }
        }

        return state with { Memories = memories, Recalled = memories };
    }

    private static async Task<Dictionary<Seat, AgentTurn>> AskAllAsync(
        ISocialEnvironment environment, EpisodeState state, ISocialAgent[] agents, IReadOnlyList<Seat> active, CancellationToken cancellationToken)
    {
        AgentTurn[] answers = active.Count == 1
            ? [await AskAsync(environment, state, agents[active[0].Index], active[0], cancellationToken).ConfigureAwait(false)]
            : await Task.WhenAll(active.Select(seat => AskAsync(environment, state, agents[seat.Index], seat, cancellationToken).AsTask())).ConfigureAwait(false);
        Dictionary<Seat, AgentTurn> turns = new(active.Count);
        for (int i = 0; i < active.Count; i++)
        {
            turns.Add(active[i], answers[i]);
        }

        return turns;
    }

    /// <summary>Asks a seat; an action that the environment refuses is asked for once more, with the reason; a second refusal is a failure.</summary>
    private static async ValueTask<AgentTurn> AskAsync(ISocialEnvironment environment, EpisodeState state, ISocialAgent agent, Seat seat, CancellationToken cancellationToken)
    {
        Observation observation = environment.Observe(state, seat);
        AgentTurn turn = await agent.ActAsync(observation, cancellationToken).ConfigureAwait(false);
        if (environment.Check(state, seat, turn.Action) is not { } problem)
        {
            return turn;
        }

        Observation again = observation with { Problem = problem, Seed = DecisionSeed.Of(state.Options.Seed, seat, state.Turn, attempt: 1) };
        turn = await agent.ActAsync(again, cancellationToken).ConfigureAwait(false) with { Refused = problem };
        return environment.Check(state, seat, turn.Action) is not { } still
            ? turn
            : turn with { Action = AgentAction.None, Failure = new AgentFailure(AgentFailure.Refused, still.Text, turn.Reply?.Text ?? ActionFormat.ToJson(turn.Action)) };
    }

    private async ValueTask RememberAsync(Episode episode, CancellationToken cancellationToken)
    {
        if (_memory is not null)
        {
            foreach (SeatAssignment self in episode.Seats)
            {
                await _memory.RememberAsync(self, episode, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ISocialEnvironment EnvironmentOf(EpisodePlan plan) => _environments.GetValueOrDefault(plan.Environment)
        ?? throw new InvalidOperationException($"The plan wants the environment '{plan.Environment}', which is not registered; registered: {string.Join(", ", _environments.Keys.Order(StringComparer.Ordinal))}.");
}
