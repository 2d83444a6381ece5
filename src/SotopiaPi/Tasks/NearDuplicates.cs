using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Finds situations that say nearly the same as known ones, so that training tasks do not repeat evaluation tasks. Compares embeddings when a generator is given,
/// else counts of five-character pieces; both by cosine. Not thread-safe.
/// </summary>
public sealed class NearDuplicates
{
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _embeddings;
    private readonly List<(string Id, TextVector Vector)> _known = [];

    /// <summary>Makes an empty collection.</summary>
    /// <param name="embeddings">Makes embeddings; not disposed. <see langword="null"/> to compare pieces of text.</param>
    /// <param name="threshold">
    /// The cosine from which two situations count as the same: from 0 to 1. <see langword="null"/> for 0.875 with embeddings, as an earlier filter of the reference
    /// has it, and for 0.6 without: between the published training and evaluation situations the highest value is 0.50.
    /// </param>
    public NearDuplicates(IEmbeddingGenerator<string, Embedding<float>>? embeddings = null, double? threshold = null)
    {
        _embeddings = embeddings;
        Threshold = threshold ?? (embeddings is null ? 0.6 : 0.875);
        if (Threshold is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Wanted a cosine from 0 to 1.");
        }
    }

    /// <summary>Gets the cosine from which two situations count as the same.</summary>
    public double Threshold { get; }

    /// <summary>Adds known situations.</summary>
    /// <param name="environments">The situations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The work.</returns>
    public async Task AddAsync(IEnumerable<EnvironmentProfile> environments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environments);
        foreach (EnvironmentProfile environment in environments)
        {
            _known.Add((environment.Id, await VectorAsync(environment, cancellationToken).ConfigureAwait(false)));
        }
    }

    /// <summary>Adds a situation unless a known one says nearly the same.</summary>
    /// <param name="environment">The situation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><see langword="null"/> when it was added; else the known situation that is nearest.</returns>
    public async Task<NearDuplicate?> TryAddAsync(EnvironmentProfile environment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        TextVector vector = await VectorAsync(environment, cancellationToken).ConfigureAwait(false);
        NearDuplicate? nearest = _known.Select(known => new NearDuplicate(known.Id, known.Vector.Cosine(vector))).MaxBy(found => found.Cosine);
        if (nearest?.Cosine >= Threshold)
        {
            return nearest;
        }

        _known.Add((environment.Id, vector));
        return null;
    }

    private async ValueTask<TextVector> VectorAsync(EnvironmentProfile environment, CancellationToken cancellationToken)
    {
        string text = string.Join('\n', environment.Goals.Prepend(environment.Scenario).Select(part => Markup.Whole(part)));
        return _embeddings is null
            ? TextVector.OfPieces(text)
            : TextVector.OfEmbedding((await _embeddings.GenerateAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false)).Vector);
    }
}

/// <summary>A known situation that says nearly the same.</summary>
/// <param name="EnvironmentId">Its id.</param>
/// <param name="Cosine">How near it is: 1 for the same text.</param>
public sealed record NearDuplicate(string EnvironmentId, double Cosine);
