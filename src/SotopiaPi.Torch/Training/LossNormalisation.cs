namespace SotopiaPi.Torch;

/// <summary>Says what the summed loss of an optimizer step is divided by.</summary>
public enum LossNormalisation
{
    /// <summary>By the weight of all targets of the step, so that every target counts the same however the step is cut (transformers' Trainer since 4.46).</summary>
    Tokens,

    /// <summary>
    /// Each micro-batch by the weight of its own targets, then by the number of micro-batches (transformers' Trainer of 2023, with which the
    /// models of arXiv:2403.08715 were trained): targets of a micro-batch with few of them count more.
    /// </summary>
    MeanOfMicroBatchMeans,
}
