namespace SotopiaPi.Tests.Evaluation;

/// <summary>A judge that gives what a function says, and counts its calls.</summary>
internal sealed class FixedEvaluator(string name, Func<Episode, Seat, SocialDimension, Score> score, params SocialDimension[] dimensions) : IEpisodeEvaluator
{
    private int _calls;

    public int Calls => _calls;

    public string Name => name;

    public IReadOnlyList<SocialDimension> Dimensions => dimensions;

    public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new EpisodeRating(name, episode.Task.Seats.ToDictionary(
            seat => seat,
            seat => (IReadOnlyDictionary<SocialDimension, Score>)dimensions.ToDictionary(dimension => dimension, dimension => score(episode, seat, dimension))), null));
    }
}
