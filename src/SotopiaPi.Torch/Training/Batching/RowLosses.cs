using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Computes a number for each row that has a target, of the state before it.</summary>
/// <param name="decoder">The model.</param>
/// <param name="hidden">The states [M, D] after the final norm.</param>
/// <param name="targets">The targets [M], int64.</param>
/// <returns>The numbers [M], with their graph, a fresh tensor in the current dispose scope.</returns>
internal delegate Tensor RowLosses(Decoder decoder, Tensor hidden, Tensor targets);
