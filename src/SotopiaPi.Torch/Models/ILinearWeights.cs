using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Lets a decoder save its projections whatever kind they are.</summary>
internal interface ILinearWeights
{
    /// <summary>Gives what the layer multiplies with, as a fresh tensor [Out, In].</summary>
    Tensor CopyWeight();

    /// <summary>Gives the bias as a fresh tensor [Out]; <see langword="null"/> where there is none.</summary>
    Tensor? CopyBias();
}
