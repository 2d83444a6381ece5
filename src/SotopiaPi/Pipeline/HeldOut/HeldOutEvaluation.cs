namespace SotopiaPi;

/// <summary>Plays a subject against a fixed partner on held-out points and has the episodes rated (arXiv:2403.08715 §4). A <see cref="Benchmark"/> compares several subjects so.</summary>
public sealed class HeldOutEvaluation
{
    private readonly PlayStage _stage;
    private readonly IReadOnlyList<EvaluationPoint> _points;
    private readonly EpisodeOptions _options;

    /// <summary>Evaluates on points.</summary>
    /// <param name="stage">Plays and rates.</param>
    /// <param name="points">The held-out tasks, each with the subject's seat.</param>
    /// <param name="options">The rules.</param>
    public HeldOutEvaluation(PlayStage stage, IReadOnlyList<EvaluationPoint> points, EpisodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(options);
        (_stage, _points, _options) = (stage, points, options);
    }

    /// <summary>Evaluates on tasks, once from every seat.</summary>
    /// <param name="stage">Plays and rates.</param>
    /// <param name="tasks">The held-out tasks.</param>
    /// <param name="options">The rules.</param>
    public HeldOutEvaluation(PlayStage stage, IReadOnlyList<SocialTask> tasks, EpisodeOptions options)
        : this(stage, [.. EvaluationPoint.EverySeat(tasks)], options)
    {
    }

    /// <summary>Gets who sits in the other seats.</summary>
    public Player Partner { get; init; } = Player.Partner;

    /// <summary>Gets the key of the environment.</summary>
    public string Environment { get; init; } = EpisodePlan.DefaultEnvironment;

    /// <summary>Gets the number of episodes of each point.</summary>
    /// <value>At least 1. The default is 1.</value>
    public int Repetitions
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Gets what counts tokens and money, for the progress; <see langword="null"/> when nobody counts.</summary>
    public UsageLedger? Usage { get; init; }

    /// <summary>Plans the episodes of a subject.</summary>
    /// <param name="name">The subject's name; episodes carry it as their tag.</param>
    /// <param name="subject">The subject; its role must differ from the partner's.</param>
    /// <returns>The plans: point by point, the repetitions in order.</returns>
    /// <exception cref="ArgumentException">Subject and partner have the same role.</exception>
    public IReadOnlyList<EpisodePlan> Plan(string name, Player subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Role == Partner.Role)
        {
            throw new ArgumentException($"The subject has the partner's role '{subject.Role}', so their seats could not be told apart: give one of them another role.", nameof(subject));
        }

        return [.. _points.SelectMany(point => PlanBuilder.Build(name, [point.Task], [Seating(point, subject)], Repetitions, _options, null, Environment))];
    }

    /// <summary>Evaluates a subject.</summary>
    /// <param name="name">The subject's name; episodes carry it as their tag.</param>
    /// <param name="subject">The subject; its role must differ from the partner's.</param>
    /// <param name="progress">Told about every finished episode.</param>
    /// <param name="cancellationToken">Stops; what is finished is kept.</param>
    /// <returns>The outcome; its seats are those of the subject alone.</returns>
    /// <exception cref="ArgumentException">Subject and partner have the same role.</exception>
    public async Task<PlayOutcome> RunAsync(string name, Player subject, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        PlayOutcome outcome = await PlayAsync(name, subject, progress, cancellationToken).ConfigureAwait(false);
        return outcome with { Seats = [.. outcome.Seats.Where(seat => seat.Role == subject.Role)] };
    }

    /// <summary>Evaluates a subject and keeps what the partners scored too.</summary>
    /// <param name="name">The subject's name; episodes carry it as their tag.</param>
    /// <param name="subject">The subject; its role must differ from the partner's.</param>
    /// <param name="progress">Told about every finished episode.</param>
    /// <param name="cancellationToken">Stops; what is finished is kept.</param>
    /// <returns>The outcome with the seats of subject and partners, which the role tells apart.</returns>
    /// <exception cref="ArgumentException">Subject and partner have the same role.</exception>
    public Task<PlayOutcome> PlayAsync(string name, Player subject, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _stage.RunAsync(name, Plan(name, subject), new StageProgress(progress, name, "evaluate", Usage), cancellationToken);

    private IReadOnlyList<Player> Seating(EvaluationPoint point, Player subject) => [.. point.Task.Seats.Select(seat => seat == point.Seat ? subject : Partner)];
}
