using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Attention with the arguments that TorchSharp leaves out. H, the number of query heads, is a multiple of Hkv.</summary>
internal static class AtenAttention
{
    /// <summary>
    /// Computes softmax(scale · Q·Kᵀ + mask)·V on any device: [B, H, T, Dh], [B, Hkv, S, Dh], [B, Hkv, S, Dh] to [B, H, T, Dh]. libtorch picks the
    /// kernel; autograd records it.
    /// </summary>
    /// <param name="query">[B, H, T, Dh].</param>
    /// <param name="key">[B, Hkv, S, Dh]; consecutive query heads share a head.</param>
    /// <param name="value">[B, Hkv, S, Dh].</param>
    /// <param name="mask">Added to the scores, or true where attention is allowed; broadcast to [B, H, T, S]. Not together with <paramref name="isCausal"/>.</param>
    /// <param name="isCausal">Whether query i sees keys 0 to i only.</param>
    /// <param name="scale">What multiplies Q·Kᵀ; <see langword="null"/> for 1/√Dh.</param>
    public static Tensor ScaledDotProduct(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool isCausal = false, double? scale = null)
    {
        (long heads, long shared) = (query.size(1), key.size(1));
        if (heads % shared != 0 || value.size(1) != shared)
        {
            throw new ArgumentException(
                $"Attention got {heads} query heads, {shared} key heads and {value.size(1)} value heads: the last two must be equal and divide the first.", nameof(key));
        }

        var arguments = default(AtenArguments);
        arguments.Add(query);
        arguments.Add(key);
        arguments.Add(value);
        arguments.AddOptional(mask);
        arguments.Add(0.0);  // dropout_p
        arguments.Add(isCausal);
        arguments.AddOptional(scale);
        arguments.Add(heads != shared);  // enable_gqa
        return AtenDispatcher.Call("aten::scaled_dot_product_attention"u8, ref arguments);
    }

    /// <summary>
    /// Computes attention by the CPU's tiled kernel; also returns the logarithm of each row's sum of exponentials, with which parts computed
    /// apart can be joined. CPU only. Heads are not shared: [B, H, T, Dh] and twice [B, H, S, Dh] to [B, H, T, Dh] and float32 [B, H, T].
    /// </summary>
    /// <param name="query">[B, H, T, Dh].</param>
    /// <param name="key">[B, H, S, Dh].</param>
    /// <param name="value">[B, H, S, Dh].</param>
    /// <param name="mask">Added to the scores, broadcast to [B, H, T, S]; not with <paramref name="isCausal"/>.</param>
    /// <param name="isCausal">Whether query i sees keys 0 to i only.</param>
    /// <param name="scale">What multiplies Q·Kᵀ; <see langword="null"/> for 1/√Dh.</param>
    public static (Tensor Output, Tensor LogSumExp) FlashForCpu(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool isCausal = false, double? scale = null)
    {
        RequireCpu(query);
        var arguments = default(AtenArguments);
        arguments.Add(query);
        arguments.Add(key);
        arguments.Add(value);
        arguments.Add(0.0);  // dropout_p
        arguments.Add(isCausal);
        arguments.AddOptional(mask);
        arguments.AddOptional(scale);
        return AtenDispatcher.CallForTwo("aten::_scaled_dot_product_flash_attention_for_cpu"u8, ref arguments);
    }

    /// <summary>Computes the gradients of <see cref="FlashForCpu"/> from what it took and returned. CPU only.</summary>
    /// <param name="gradient">The loss's gradient for the output, [B, H, T, Dh].</param>
    /// <param name="query">[B, H, T, Dh].</param>
    /// <param name="key">[B, H, S, Dh].</param>
    /// <param name="value">[B, H, S, Dh].</param>
    /// <param name="output">What the forward call returned, [B, H, T, Dh].</param>
    /// <param name="logSumExp">What the forward call returned, [B, H, T].</param>
    /// <param name="mask">The forward call's.</param>
    /// <param name="isCausal">The forward call's.</param>
    /// <param name="scale">The forward call's.</param>
    public static (Tensor Query, Tensor Key, Tensor Value) FlashForCpuBackward(
        Tensor gradient, Tensor query, Tensor key, Tensor value, Tensor output, Tensor logSumExp, Tensor? mask = null, bool isCausal = false, double? scale = null)
    {
        RequireCpu(query);
        var arguments = default(AtenArguments);
        arguments.Add(gradient);
        arguments.Add(query);
        arguments.Add(key);
        arguments.Add(value);
        arguments.Add(output);
        arguments.Add(logSumExp);
        arguments.Add(0.0);  // dropout_p
        arguments.Add(isCausal);
        arguments.AddOptional(mask);
        arguments.AddOptional(scale);
        return AtenDispatcher.CallForThree("aten::_scaled_dot_product_flash_attention_for_cpu_backward"u8, ref arguments);
    }

    private static void RequireCpu(Tensor query)
    {
        if (query.device_type != TorchSharp.DeviceType.CPU)
        {
            throw new ArgumentException($"This attention kernel is the CPU's; the query is on {query.device}. Use ScaledDotProduct there.", nameof(query));
        }
    }
}
