namespace SotopiaPi;

/// <summary>Plays a subject against a fixed partner on held-out tasks, once from every seat, and has the episodes rated (arXiv:2403.08715 §4).</summary>
/// <param name="stage">Plays and rates.</param>
/// <param name="tasks">The held-out tasks.</param>
/// <param name="options">The rules.</param>
public sealed class HeldOutEvaluation(PlayStage stage, IReadOnlyList<SocialTask> tasks, EpisodeOptions options)
{
    private readonly PlayStage _stage = stage ?? throw new ArgumentNullException(nameof(stage));
    private readonly IReadOnlyList<SocialTask> _tasks = tasks ?? throw new ArgumentNullException(nameof(tasks));
    private readonly EpisodeOptions _options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Gets who sits in the other seats.</summary>
    public Player Partner { get; init; } = Player.Partner;

    /// <summary>Gets the key of the environment.</summary>
    public string Environment { get; init; } = EpisodePlan.DefaultEnvironment;

    /// <summary>Evaluates a subject.</summary>
    /// <param name="name">The subject's name; episodes carry it as their tag.</param>
    /// <param name="subject">The subject; its role must differ from the partner's.</param>
    /// <param name="progress">Told about every finished episode.</param>
    /// <param name="cancellationToken">Stops; what is finished is kept.</param>
    /// <returns>The outcome; its seats are those of the subject alone.</returns>
    /// <exception cref="ArgumentException">Subject and partner have the same role.</exception>
    public async Task<PlayOutcome> RunAsync(string name, Player subject, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Role == Partner.Role)
        {
            throw new ArgumentException($"The subject has the partner's role '{subject.Role}', so their seats could not be told apart: give one of them another role.", nameof(subject));
        }

        IReadOnlyList<EpisodePlan> plans = [.. _tasks.SelectMany(task => PlanBuilder.Build(name, [task], Seatings(task.SeatCount, subject), 1, _options, null, Environment))];
        PlayOutcome outcome = await _stage.RunAsync(name, plans, new StageProgress(progress, name, "evaluate"), cancellationToken).ConfigureAwait(false);
        return outcome with { Seats = [.. outcome.Seats.Where(seat => seat.Role == subject.Role)] };
    }

    private IReadOnlyList<Player>[] Seatings(int seats, Player subject) =>
        [.. Enumerable.Range(0, seats).Select(own => (IReadOnlyList<Player>)[.. Enumerable.Range(0, seats).Select(seat => seat == own ? subject : Partner)])];
}
