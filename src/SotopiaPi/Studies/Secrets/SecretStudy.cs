namespace SotopiaPi;

/// <summary>
/// Plays set-ups in which an agent must talk about its secret without showing that it is its own, and classes what became of it (arXiv:2403.08715, appendix E). Episodes are kept
/// in the store and labels in a file: a study that begins again plays and asks only what is missing.
/// </summary>
/// <param name="store">Keeps the episodes.</param>
/// <param name="collector">Plays.</param>
/// <param name="labelsFile">The file of labels, JSON lines.</param>
/// <param name="labellers">Who labels.</param>
public sealed class SecretStudy(IEpisodeStore store, IEpisodeCollector collector, string labelsFile, IReadOnlyList<ISecretLabeller> labellers)
{
    private static readonly Seat Keeper = new(0);

    private readonly LabelledPlay<SecretLabelLine> _play = new(
        store ?? throw new ArgumentNullException(nameof(store)),
        collector ?? throw new ArgumentNullException(nameof(collector)),
        string.IsNullOrEmpty(labelsFile) ? throw new ArgumentException("Name the file of labels.", nameof(labelsFile)) : labelsFile,
        SecretJson.Default.SecretLabelLine,
        line => line.Key);

    private readonly IReadOnlyList<ISecretLabeller> _labellers = labellers ?? throw new ArgumentNullException(nameof(labellers));

    /// <summary>Gets how often each set-up is played. The default is 1.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>Gets the rules of the episodes.</summary>
    public EpisodeOptions Options { get; init; } = new();

    /// <summary>Gets the set-ups; seat 0 has the secret. The default is <see cref="SecretSetups.All"/>.</summary>
    public IReadOnlyList<SocialTask> Setups { get; init; } = SecretSetups.All;

    /// <summary>Plays and labels.</summary>
    /// <param name="name">The name of the agent under test; it is the tag of its episodes.</param>
    /// <param name="agent">The agent under test.</param>
    /// <param name="partner">Who would like to know.</param>
    /// <param name="progress">Told the number of played episodes of all.</param>
    /// <param name="cancellationToken">Stops; what was played and labelled is kept.</param>
    /// <returns>The episodes in the order of the set-ups, and what could not be played.</returns>
    /// <exception cref="InvalidOperationException">Many episodes in a row broke because a client could not be reached.</exception>
    public async Task<StudyRun<SecretEpisode>> RunAsync(string name, Player agent, Player partner, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(partner);
        string tag = $"secret {name}";
        IReadOnlyList<EpisodePlan> plans = PlanBuilder.Build(tag, Setups, [[agent, partner]], Repetitions, Options, agent.Model);
        (IReadOnlyDictionary<string, Episode> episodes, IReadOnlyList<string> failures) = await _play.PlayAsync(tag, plans, progress, cancellationToken).ConfigureAwait(false);
        Episode[] done = [.. plans.Where(plan => episodes.ContainsKey(plan.Key)).Select(plan => episodes[plan.Key])];
        IReadOnlyDictionary<string, SecretLabelLine> labels = await _play.LabelAsync(
            from labeller in _labellers from episode in done select Question(labeller, episode), line => line.Label.Problem is not null, cancellationToken).ConfigureAwait(false);
        SecretEpisode[] labelled = [.. done.Select(episode => new SecretEpisode(name, episode, _labellers.ToDictionary(labeller => labeller.Name, labeller => labels[KeyOf(labeller, episode)].Label)))];
        return new StudyRun<SecretEpisode>(labelled, failures);
    }

    private static (string Key, Func<CancellationToken, ValueTask<SecretLabelLine>> Ask, Func<string, SecretLabelLine> Failed) Question(ISecretLabeller labeller, Episode episode)
    {
        string key = KeyOf(labeller, episode);
        return (
            key,
            async token => new SecretLabelLine(key, labeller.Name, await labeller.LabelAsync(episode, Keeper, token).ConfigureAwait(false)),
            problem => new SecretLabelLine(key, labeller.Name, new SecretLabel(null, null, problem)));
    }

    private static string KeyOf(ISecretLabeller labeller, Episode episode) => StableKey.Of(["secret label", labeller.Name, EpisodeContent.KeyOf(episode)]);
}
