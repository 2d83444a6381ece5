using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>One piece of memory that all quantised layers of a decoder dequantise into, one after another.</summary>
/// <remarks>What it gives is valid until the next call; the layers of a decoder run on one thread.</remarks>
internal sealed class Nf4Buffer : IDisposable
{
    private Tensor? _memory;

    /// <summary>Gives a weight's values in a type; the tensor joins the current dispose scope, its memory does not.</summary>
    public Tensor Fill(Nf4Weight weight, ScalarType type)
    {
        if (_memory is null || _memory.dtype != type || _memory.size(0) < weight.Count)
        {
            _memory?.Dispose();
            _memory = empty([weight.Count], type, weight.Codes.device).DetachFromDisposeScope();
        }

        using Tensor flat = _memory.narrow(0, 0, weight.Count);
        Tensor values = flat.view(weight.Shape);
        using var off = no_grad();
        Nf4Kernels.For(weight.Codes.device).Dequantize(weight, values);
        return values;
    }

    /// <summary>Frees the memory; a later call takes new.</summary>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
    }
}
