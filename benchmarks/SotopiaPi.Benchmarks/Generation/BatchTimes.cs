namespace SotopiaPi.Benchmarks;

/// <summary>How long a batch took, and what it gave.</summary>
/// <param name="Prefill">Seconds until every sequence has its first token.</param>
/// <param name="Total">Seconds until every sequence has its last token.</param>
/// <param name="Tokens">The new tokens of each.</param>
internal sealed record BatchTimes(double Prefill, double Total, IReadOnlyList<int[]> Tokens)
{
    /// <summary>Tokens a second after the first ones.</summary>
    public double DecodeRate => Tokens.Sum(tokens => tokens.Length - 1) / (Total - Prefill);

    /// <summary>The share of sequences of whose first tokens two variants give all alike.</summary>
    public double Agreement(BatchTimes other, int first) => Tokens.Zip(other.Tokens).Average(pair => pair.First.Take(first).SequenceEqual(pair.Second.Take(first)) ? 1.0 : 0.0);
}
