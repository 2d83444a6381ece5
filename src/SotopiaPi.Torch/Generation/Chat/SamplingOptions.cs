namespace SotopiaPi.Torch;

/// <summary>
/// Settings of drawing that <c>ChatOptions</c> lacks. Give them through <c>ChatOptions.RawRepresentationFactory</c>; <see langword="null"/>
/// members leave what <c>generation_config.json</c> says.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Gets the least probability of a token, as a share of the most likely one's (arXiv:2407.01082).</summary>
    /// <value>From 0, which is off, to 1.</value>
    public float? MinP
    {
        get;
        init
        {
            if (value is { } share)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(share);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets ρ: the logit x of each token of prompt and reply becomes x/ρ if positive, else x·ρ (arXiv:1909.05858 §4.1).</summary>
    /// <value>Above 0; 1 is off.</value>
    public float? RepetitionPenalty
    {
        get;
        init
        {
            if (value is { } penalty)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
            }

            field = value;
        }
    }

    /// <summary>Gets what is added to the logits of tokens, by id.</summary>
    /// <value>Finite numbers. The default is empty.</value>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();
}
