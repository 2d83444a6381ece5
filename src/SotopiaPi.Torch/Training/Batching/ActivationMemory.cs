using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Estimates what a training pass keeps for its gradients.</summary>
/// <param name="PerToken">In bytes.</param>
/// <param name="PerTarget">In bytes: the logits of a predicted token, their softmax and their gradient.</param>
internal readonly record struct ActivationMemory(long PerToken, long PerTarget)
{
    /// <summary>Estimates for a decoder, from what its layers are known to keep.</summary>
    /// <param name="config">The model.</param>
    /// <param name="type">The type it computes in.</param>
    /// <param name="onKernels">Whether the kernels of the CPU compute, which keep less.</param>
    /// <param name="checkpointing">Whether only the inputs of layers are kept, and one layer is computed again at a time.</param>
    /// <param name="inputsKept">Whether the inputs of projections are kept, because weights or adapters on them train.</param>
    public static ActivationMemory For(DecoderConfig config, ScalarType type, bool onKernels, bool inputsKept, bool checkpointing)
    {
        long width = config.HiddenSize;
        long queries = (long)config.HeadCount * config.HeadSize;
        long keys = (long)config.KeyValueHeadCount * config.HeadSize;
        long inner = config.IntermediateSize;
        long attention = (2 * width) + (2 * queries) + (2 * keys);                      // residual, its norm; queries and the output; keys and values
        long mlp = width + (2 * inner);                                                 // residual; gate and up
        long inputs = inputsKept ? width + inner : 0;                                   // the second norm; the product of gate and up
        long rest = onKernels ? 0 : (2 * width) + (2 * queries) + (2 * inner);          // what separate operators keep between them
        long size = type == float64 ? 8 : type == float32 ? 4 : 2;
        long layer = attention + mlp + inputs + rest;
        return new ActivationMemory(size * (checkpointing ? (config.Layers.Count * width) + layer : config.Layers.Count * layer), 3L * sizeof(float) * config.VocabularySize);
    }

    /// <summary>Gives the bytes of so many tokens with so many targets.</summary>
    public long Of(int tokens, int targets) => (tokens * PerToken) + (targets * PerTarget);
}
