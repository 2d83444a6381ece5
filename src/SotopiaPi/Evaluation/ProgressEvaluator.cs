using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Rates an interaction while it runs, as SOTOPIA-Ω does before each turn (arXiv:2502.15538): how far each seat has come, how far it will come, and whether going
/// on would bring nothing more. Several replies are averaged; the end is called as soon as one of them calls it.
/// </summary>
public sealed class ProgressEvaluator : IEpisodeEvaluator
{
    private readonly ChatClientEvaluator[] _samples;

    /// <summary>Makes the judge.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="options">The settings of the judge; the dimensions are replaced. With several samples give a temperature above 0.</param>
    /// <param name="samples">The number of replies. At least 1. The default is 3, as in SOTOPIA-Ω.</param>
    public ProgressEvaluator(IChatClient client, ChatClientEvaluatorOptions? options = null, int samples = 3)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ChatClientEvaluatorOptions settings = options?.Clone() ?? new ChatClientEvaluatorOptions { Temperature = 1f };
        Name = settings.Name ?? "progress";
        settings.Dimensions = Dimensions;
        _samples = [.. Enumerable.Range(1, samples).Select(sample => Sample(client, settings, sample))];
    }

    /// <summary>Gets "how far the seat has come", 0 to 10.</summary>
    public static SocialDimension Current { get; } = new("progress_current", 0, 10, "How far has the agent come towards its goal by now? 10 means reached.");

    /// <summary>Gets "how far the seat will come", 0 to 10.</summary>
    public static SocialDimension Predicted { get; } = new("progress_predicted", 0, 10, "How far will the agent have come when the conversation ends, if it goes on as it does?");

    /// <summary>Gets "the conversation may end", 0 or 1.</summary>
    public static SocialDimension End { get; } = new("progress_end", 0, 1, "1 when going on would bring this agent nothing more, otherwise 0.");

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions { get; } = [Current, Predicted, End];

    /// <inheritdoc/>
    public async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        EpisodeRating rating = await new CombinedEvaluator(_samples).EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
        return rating with { Judge = Name, Scores = rating.Scores.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<SocialDimension, Score>)pair.Value.ToDictionary(score => score.Key, score => Decide(score.Key, score.Value))) };
    }

    /// <summary>Rates an episode turn by turn.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>For each number of turns, from 1 to all, what the judge thinks of the episode cut there.</returns>
    public async IAsyncEnumerable<KeyValuePair<int, EpisodeRating>> EvaluateTurnsAsync(Episode episode, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        for (int turns = 1; turns <= episode.Turns.Count; turns++)
        {
            yield return KeyValuePair.Create(turns, await EvaluateAsync(episode.Until(turns), cancellationToken).ConfigureAwait(false));
        }
    }

    private ChatClientEvaluator Sample(IChatClient client, ChatClientEvaluatorOptions settings, int sample)
    {
        ChatClientEvaluatorOptions own = settings.Clone();
        own.Name = string.Create(CultureInfo.InvariantCulture, $"{Name}#{sample}");
        return new ChatClientEvaluator(client, own);
    }

    /// <summary>A mean above 0 means that one of the samples called the end.</summary>
    private static Score Decide(SocialDimension dimension, Score score) => dimension == End && score.Value is { } mean ? score with { Value = mean > 0 ? 1 : 0 } : score;
}
