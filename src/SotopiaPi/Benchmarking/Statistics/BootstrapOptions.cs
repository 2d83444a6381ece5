namespace SotopiaPi;

/// <summary>Settings of a bootstrap.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Gets the number of times the items are drawn again.</summary>
    /// <value>At least 100. The default is 2000 (Efron and Tibshirani 1993, §14.3).</value>
    public int Resamples
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 100);
            field = value;
        }
    } = 2000;

    /// <summary>Gets the coverage of the interval.</summary>
    /// <value>Between 0.5 and 0.999. The default is 0.95.</value>
    public double Confidence
    {
        get;
        init
        {
            StudentT.CheckConfidence(value);
            field = value;
        }
    } = 0.95;

    /// <summary>Gets the seed: equal items, options and seed give equal intervals.</summary>
    public long Seed { get; init; }
}
