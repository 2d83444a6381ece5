namespace SotopiaPi.Torch;

/// <summary>The settings of a <see cref="SequenceTrainer"/>.</summary>
public sealed record SequenceTrainerOptions
{
    /// <summary>Gets the optimizer's settings.</summary>
    public AdamWSettings AdamW { get; init; } = new();

    /// <summary>Gets the norm to which larger gradients are scaled down, over all parameters together.</summary>
    /// <value>Above 0; infinite for none. The default is 1.</value>
    public double MaxGradientNorm
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The largest gradient norm must be above 0.");
    } = 1;

    /// <summary>Gets what the summed loss of a step is divided by.</summary>
    /// <value>The default is <see cref="LossNormalisation.Tokens"/>.</value>
    public LossNormalisation Normalisation { get; init; }

    /// <summary>Gets the micro-batches over which <see cref="LossNormalisation.MeanOfMicroBatchMeans"/> takes its means.</summary>
    /// <value>In sequences, at least 1. The default is 4.</value>
    public int MicroBatchSize { get; init => field = AtLeastOne(value); } = 4;

    /// <summary>
    /// Gets how many tokens go through the model at once, shared ones counted once. Bounds memory; the result does not depend on it beyond
    /// rounding. A tree of more tokens is computed depth first: a trunk, then as many branches at once as fit beside it.
    /// </summary>
    /// <value>In tokens, at least 1; a longer path without a branch goes alone. The default is 4096.</value>
    public int TokenBudget { get; init => field = AtLeastOne(value); } = 4096;

    /// <summary>Gets how much memory the activations of what goes through the model at once may take, by estimate; bounds it together with <see cref="TokenBudget"/>.</summary>
    /// <value>In bytes, at least 1, without the model itself; <see langword="null"/> (default) for no bound but the tokens.</value>
    public long? MemoryBudget
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A memory budget must be at least 1 byte, or null for none.");
    }

    /// <summary>
    /// Gets whether what sequences of a step share from their start on is computed once (arXiv:2511.00413). Loss and gradient are those of
    /// the separate sequences; only dropout is then drawn once for what is shared.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SharePrefixes { get; init; } = true;

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
