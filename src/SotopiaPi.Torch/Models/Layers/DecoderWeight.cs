using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A weight of a decoder, read when it is asked for, so that writing all of them needs the memory of one.</summary>
/// <param name="Name">Its name in a checkpoint.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Read">Gives its values, a parameter or a fresh tensor in the current scope.</param>
internal sealed record DecoderWeight(string Name, IReadOnlyList<long> Shape, Func<Tensor> Read);
