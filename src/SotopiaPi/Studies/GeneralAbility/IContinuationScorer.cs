namespace SotopiaPi;

/// <summary>Computes how probable continuations of a text are under a language model.</summary>
public interface IContinuationScorer
{
    /// <summary>Scores continuations.</summary>
    /// <param name="prompt">The text before, as it is: no chat template is applied.</param>
    /// <param name="continuations">The continuations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>For each the sum of the log-probabilities of its tokens, in nats.</returns>
    ValueTask<IReadOnlyList<double>> ScoreAsync(string prompt, IReadOnlyList<string> continuations, CancellationToken cancellationToken = default);
}
