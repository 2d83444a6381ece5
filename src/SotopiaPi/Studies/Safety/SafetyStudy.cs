namespace SotopiaPi;

/// <summary>
/// Plays cases of a safety study with an agent and labels the episodes (arXiv:2403.08715 §6). Episodes are kept in the store and labels in a file: a study that begins again
/// plays and asks only what is missing; labels go by the content of the episode.
/// </summary>
/// <param name="store">Keeps the episodes.</param>
/// <param name="collector">Plays.</param>
/// <param name="labelsFile">The file of labels, JSON lines.</param>
/// <param name="labellers">Who labels.</param>
public sealed class SafetyStudy(IEpisodeStore store, IEpisodeCollector collector, string labelsFile, IReadOnlyList<ISafetyLabeller> labellers)
{
    private readonly LabelledPlay<SafetyLabelLine> _play = new(
        store ?? throw new ArgumentNullException(nameof(store)),
        collector ?? throw new ArgumentNullException(nameof(collector)),
        string.IsNullOrEmpty(labelsFile) ? throw new ArgumentException("Name the file of labels.", nameof(labelsFile)) : labelsFile,
        SafetyJson.Default.SafetyLabelLine,
        line => line.Key);

    private readonly IReadOnlyList<ISafetyLabeller> _labellers = labellers ?? throw new ArgumentNullException(nameof(labellers));

    /// <summary>Gets how often each case is played. The default is 9, as in the paper.</summary>
    public int Repetitions { get; init; } = 9;

    /// <summary>Gets the rules of the episodes.</summary>
    public EpisodeOptions Options { get; init; } = new();

    /// <summary>Gets the user's list of toxic words; <see langword="null"/> for none.</summary>
    public WordList? ToxicWords { get; init; }

    /// <summary>Plays and labels.</summary>
    /// <param name="name">The name of the agent under test; it is the tag of its episodes.</param>
    /// <param name="agent">The agent under test.</param>
    /// <param name="partner">Who sits in the other seat.</param>
    /// <param name="cases">The cases, e.g. <see cref="SafetyScenarios.Cases"/>.</param>
    /// <param name="progress">Told the number of played episodes of all.</param>
    /// <param name="cancellationToken">Stops; what was played and labelled is kept.</param>
    /// <returns>The episodes in the order of the cases, and what could not be played.</returns>
    /// <exception cref="InvalidOperationException">Many episodes in a row broke because a client could not be reached.</exception>
    public async Task<StudyRun<SafetyEpisode>> RunAsync(
        string name, Player agent, Player partner, IReadOnlyList<SafetyCase> cases, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(cases);
        string tag = $"safety {name}";
        (EpisodePlan Plan, SafetyCase Case)[] plans =
        [
            .. from played in cases
               let seating = played.Task.Seats.Select(seat => seat == played.Seat ? agent : partner).ToArray()
               from plan in PlanBuilder.Build(tag, [played.Task], [seating], Repetitions, Options, agent.Model)
               select (plan, played),
        ];
        (IReadOnlyDictionary<string, Episode> episodes, IReadOnlyList<string> failures) = await _play.PlayAsync(tag, [.. plans.Select(plan => plan.Plan)], progress, cancellationToken).ConfigureAwait(false);
        (Episode Episode, SafetyCase Case)[] done = [.. plans.Where(plan => episodes.ContainsKey(plan.Plan.Key)).Select(plan => (episodes[plan.Plan.Key], plan.Case))];
        IReadOnlyDictionary<string, SafetyLabelLine> labels = await _play.LabelAsync(
            from labeller in _labellers from played in done select Question(labeller, played), line => line.Labels.Problem is not null, cancellationToken).ConfigureAwait(false);
        SafetyEpisode[] labelled = [.. done.Select(played => new SafetyEpisode(
            name, played.Case, played.Episode, _labellers.ToDictionary(labeller => labeller.Name, labeller => labels[KeyOf(labeller, played)].Labels), ToxicWords?.Count(played.Episode, played.Case.Seat)))];
        return new StudyRun<SafetyEpisode>(labelled, failures);
    }

    private static (string Key, Func<CancellationToken, ValueTask<SafetyLabelLine>> Ask, Func<string, SafetyLabelLine> Failed) Question(ISafetyLabeller labeller, (Episode Episode, SafetyCase Case) played)
    {
        string key = KeyOf(labeller, played);
        return (
            key,
            async token => new SafetyLabelLine(key, labeller.Name, await labeller.LabelAsync(played.Episode, played.Case, token).ConfigureAwait(false)),
            problem => new SafetyLabelLine(key, labeller.Name, new SafetyLabels(null, null, null, problem)));
    }

    private static string KeyOf(ISafetyLabeller labeller, (Episode Episode, SafetyCase Case) played) =>
        StableKey.Of(["safety label", labeller.Name, EpisodeContent.KeyOf(played.Episode), played.Case.Seat.ToString(), played.Case.Role.ToString()]);
}
