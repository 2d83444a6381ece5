using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Products with a weight in oneDNN's own layout. CPU, float32; gradients: <see cref="PackedWeight"/>. Measured on a CPU of AMD with AVX-512: 200 to 270 GFLOP/s a core from 64 rows on, where
/// MKL reaches 115; each row has the same bits at every number of rows, on one thread and on two.
/// </summary>
internal static class AtenPackedLinear
{
    private static readonly Lazy<bool> s_isSupported = new(Probe);

    /// <summary>Whether this libtorch has oneDNN.</summary>
    public static bool IsSupported => s_isSupported.Value;

    /// <summary>Copies a weight [Out, In] into the layout; the result is opaque, but its <c>to_dense()</c> gives the values back.</summary>
    public static Tensor Pack(Tensor weight)
    {
        var arguments = default(AtenArguments);
        arguments.Add(weight);
        arguments.AddOptional((Tensor?)null);  // batch_size
        return AtenDispatcher.Call("mkldnn::_reorder_linear_weight"u8, ref arguments);
    }

    /// <summary>Computes x·Wᵀ + b: [N, In] to [N, Out].</summary>
    /// <param name="input">[N, In], contiguous.</param>
    /// <param name="packed">What <see cref="Pack"/> made of W [Out, In].</param>
    /// <param name="bias">[Out]; null for none.</param>
    public static Tensor Apply(Tensor input, Tensor packed, Tensor? bias)
    {
        var arguments = default(AtenArguments);
        arguments.Add(input);
        arguments.Add(packed);
        arguments.AddOptional(bias);
        arguments.Add("none"u8.ToArray());     // attr: nothing after the product
        arguments.Add(Array.Empty<long>());    // scalars of attr
        arguments.AddOptional((Tensor?)null);  // algorithm of attr
        return AtenDispatcher.Call("mkldnn::_linear_pointwise"u8, ref arguments);
    }

    private static bool Probe()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        try
        {
            Tensor weight = ones([2, 3], float32, CPU);
            return Apply(ones([1, 3], float32, CPU), Pack(weight), null).sum().item<float>() == 6;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
