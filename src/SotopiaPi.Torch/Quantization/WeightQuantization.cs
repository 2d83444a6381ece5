namespace SotopiaPi.Torch;

/// <summary>Names how a decoder keeps the weights of its projections. Embeddings, norms and the head are never quantised.</summary>
public enum WeightQuantization
{
    /// <summary>As they are stored: plain weights stay plain, a checkpoint of 4-bit codes stays one.</summary>
    AsStored,

    /// <summary>As 4-bit NormalFloat codes, 0.56 bytes a weight (QLoRA, arXiv:2305.14314).</summary>
    Nf4,

    /// <summary>As 4-bit NormalFloat codes whose scales are quantised, too, 0.52 bytes a weight (QLoRA §3, "double quantisation").</summary>
    Nf4Nested,
}
