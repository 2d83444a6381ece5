using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Picks rows.</summary>
internal static class Selection
{
    /// <summary>Gives the rows [M, ..] of [N, ..] in a fresh tensor; the argument itself where all are wanted.</summary>
    public static Tensor Rows(Tensor values, Tensor? rows) => rows is null ? values : values.index_select(0, rows);
}
