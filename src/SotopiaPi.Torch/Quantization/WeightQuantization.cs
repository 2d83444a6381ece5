namespace SotopiaPi.Torch;

/// <summary>Names how a decoder keeps the weights of its projections. Embeddings and norms are never quantised, the head only with <see cref="Int8"/>.</summary>
public enum WeightQuantization
{
    /// <summary>As they are stored: plain weights stay plain, a checkpoint of 4-bit codes stays one.</summary>
    AsStored,

    /// <summary>As 4-bit NormalFloat codes, 0.56 bytes a weight (QLoRA, arXiv:2305.14314).</summary>
    Nf4,

    /// <summary>As 4-bit NormalFloat codes whose scales are quantised, too, 0.52 bytes a weight (QLoRA §3, "double quantisation").</summary>
    Nf4Nested,

    /// <summary>
    /// As 8-bit integers with a scale for each output, multiplied with inputs that are rounded to 8 bits row by row: for decoders that only generate. Whether it is
    /// faster depends on rows and threads (docs/benchmarks.md). On CPUs with AVX512_VNNI, in float32 otherwise. Each row's bits stay independent of its neighbours. Saved as the float numbers that they stand for.
    /// </summary>
    Int8,
}
