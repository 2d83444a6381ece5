using System.Globalization;

namespace SotopiaPi;

/// <summary>Adds events between the turns of another environment. They are kept in the turns (<see cref="TurnRecord.Events"/>), so that replays and forks need no narrator for what has happened.</summary>
/// <param name="inner">The environment; it must show <see cref="TurnRecord.Events"/> to its seats, as <see cref="DialogueEnvironment"/> does.</param>
/// <param name="narrator">Says what happens. A narrator that throws ends the episode with a failure.</param>
public sealed class NarratedEnvironment(ISocialEnvironment inner, INarrator narrator) : ISocialEnvironment
{
    private readonly ISocialEnvironment _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly INarrator _narrator = narrator ?? throw new ArgumentNullException(nameof(narrator));

    /// <inheritdoc/>
    public EpisodeState Begin(SocialTask task, EpisodeOptions options) => _inner.Begin(task, options);

    /// <inheritdoc/>
    public IReadOnlyList<Seat> ActiveSeats(EpisodeState state) => _inner.ActiveSeats(state);

    /// <inheritdoc/>
    public Observation Observe(EpisodeState state, Seat seat) => _inner.Observe(state, seat);

    /// <inheritdoc/>
    public ActionProblem? Check(EpisodeState state, Seat seat, AgentAction action) => _inner.Check(state, seat, action);

    /// <inheritdoc/>
    public async ValueTask<EpisodeState> StepAsync(EpisodeState state, IReadOnlyDictionary<Seat, AgentTurn> turns, CancellationToken cancellationToken = default)
    {
        EpisodeState next = await _inner.StepAsync(state, turns, cancellationToken).ConfigureAwait(false);
        if (next.End is not null)
        {
            return next;
        }

        string? happened = await _narrator.NarrateAsync(SceneOf(next), cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(happened) ? next : DialogueState.With(next, happened.Trim());
    }

    private static NarratedScene SceneOf(EpisodeState state)
    {
        Seat nobody = new(state.Task.SeatCount);
        string[] parts = ["narrate", state.Options.Seed.ToString(CultureInfo.InvariantCulture), state.Turn.ToString(CultureInfo.InvariantCulture)];
        return new NarratedScene(Markup.SeenBy(nobody, state.Task.Environment.Scenario, []), [.. state.Task.Agents.Select(agent => agent.Name)], state.Turn, PublicHistory.Of(state, nobody), StableKey.Seed(parts));
    }
}
