namespace SotopiaPi;

/// <summary>What a filter may look at besides the scores.</summary>
/// <param name="loadEpisode">Loads an episode by key; <see langword="null"/> when there is none.</param>
public sealed class FilterContext(Func<string, CancellationToken, ValueTask<Episode?>> loadEpisode)
{
    private readonly Func<string, CancellationToken, ValueTask<Episode?>> _loadEpisode = loadEpisode ?? throw new ArgumentNullException(nameof(loadEpisode));

    /// <summary>Gets the mean scores of a reference player: task key (or id of the environment) → seat → dimension → mean. Empty when there is none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, double>>> ReferenceMeans { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, double>>>();

    /// <summary>Gets the seed of filters that draw.</summary>
    public long Seed { get; init; }

    /// <summary>Loads an episode.</summary>
    /// <param name="key">The episode's key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The episode; <see langword="null"/> when the store has none under this key.</returns>
    public ValueTask<Episode?> LoadEpisodeAsync(string key, CancellationToken cancellationToken = default) => _loadEpisode(key, cancellationToken);
}
