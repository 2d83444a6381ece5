namespace SotopiaPi;

/// <summary>A judge that passes everything on: the base of decorators, which override what they change.</summary>
/// <param name="inner">The judge behind it.</param>
public abstract class DelegatingEvaluator(IEpisodeEvaluator inner) : IEpisodeEvaluator
{
    /// <inheritdoc/>
    public virtual string Name => Inner.Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<SocialDimension> Dimensions => Inner.Dimensions;

    /// <summary>Gets the judge behind this one.</summary>
    protected IEpisodeEvaluator Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default) => Inner.EvaluateAsync(episode, cancellationToken);
}
