using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Lets a decoder save its projections whatever kind they are.</summary>
internal interface ILinearWeights
{
    /// <summary>Gives what the layer multiplies with, as a fresh tensor [Out, In].</summary>
    Tensor CopyWeight();

    /// <summary>Gives the bias as a fresh tensor [Out]; <see langword="null"/> where there is none.</summary>
    Tensor? CopyBias();

    /// <summary>Replaces the values.</summary>
    /// <param name="weight">The new weight [Out, In].</param>
    /// <param name="bias">The new bias [Out]; <see langword="null"/> keeps the old one.</param>
    /// <exception cref="InvalidOperationException">The layer keeps its weights in a form that cannot take them.</exception>
    void Set(Tensor weight, Tensor? bias);

    /// <summary>Adds what a checkpoint stores of the layer, as fresh tensors.</summary>
    /// <param name="path">The layer's path.</param>
    /// <param name="target">Names to tensors.</param>
    void Export(string path, IDictionary<string, Tensor> target)
    {
        target.Add($"{path}.weight", CopyWeight());
        if (CopyBias() is { } bias)
        {
            target.Add($"{path}.bias", bias);
        }
    }
}
