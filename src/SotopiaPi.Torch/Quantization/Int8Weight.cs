using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A weight as 8-bit integers with a scale for each output, multiplied with inputs that are rounded to 8 bits row by row (FBGEMM, through libtorch). CPU with
/// AVX512_VNNI, no gradients.
/// </summary>
/// <remarks>
/// FBGEMM rounds all of an input by one range, so that a row would depend on its neighbours. Here each row is divided by its largest magnitude first, and a row of 1 and −1 goes along: the
/// range is always the same, sums of integers are exact, and a row has the same bits wherever it stands and however many there are.
/// </remarks>
internal sealed unsafe class Int8Weight : IDisposable
{
    private static readonly Lazy<jit.CompilationUnit> s_script = new(static () => jit.compile("""
        def quantize(w):
          q, offsets, scale, zero = torch.fbgemm_linear_quantize_weight(w)
          return q, offsets, scale, zero
        def pack(q):
          return torch.fbgemm_pack_quantized_matrix(q)
        def multiply(x, q, packed, offsets, scale: float, zero: int, b):
          return torch.fbgemm_linear_int8_weight_fp32_activation(x, q, packed, offsets, scale, zero, b)

        """));

    private readonly Tensor[] _tensors;                                                 // codes [Out, In], packed, offsets, zeros [Out], scales [Out]
    private readonly double _scale;
    private readonly int _zero;

    /// <summary>Rounds a weight.</summary>
    /// <param name="weight">[Out, In], float32, on the CPU.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public Int8Weight(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor largest = weight.abs().amax([1]);                                        // [Out]
        if (!isfinite(largest).all().item<bool>())
        {
            throw new ArgumentException("The weight has a value that is NaN or infinite, wanted finite ones; the checkpoint is damaged.", nameof(weight));
        }

        Tensor scales = where(largest > 0, largest, ones_like(largest));
        var parts = (ITuple)s_script.Value.invoke("quantize", (weight / scales.unsqueeze(1)).contiguous())!;
        Tensor codes = (Tensor)parts[0]!;
        Tensor packed = (Tensor)s_script.Value.invoke("pack", codes)!;
        using (var scale = (Scalar)parts[2]!)
        using (var zero = (Scalar)parts[3]!)
        {
            (_scale, _zero) = (scale.ToDouble(), (int)zero.ToInt64());
        }

        _tensors = [codes, packed, (Tensor)parts[1]!, zeros_like(scales), scales.contiguous()];
        Array.ForEach(_tensors, tensor => tensor.DetachFromDisposeScope());
    }

    /// <summary>Whether this machine multiplies such weights, and without overflow: older instructions add pairs of products in 16 bits.</summary>
    public static bool IsSupported { get; } =
        X86Base.IsSupported && Avx512BW.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;

    /// <summary>Computes x·Wᵀ + b.</summary>
    /// <param name="input">[N, In], float32, on the CPU.</param>
    /// <param name="bias">[Out]; null for none.</param>
    /// <returns>[N, Out], a fresh tensor in the current scope.</returns>
    public Tensor Multiply(Tensor input, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        Tensor x = input.contiguous();
        int rows = (int)x.size(0), inputs = (int)x.size(1), outputs = (int)_tensors[0].size(0);
        Tensor scaled = empty([rows + 1, inputs], float32, CPU);
        float[] factors = new float[rows];
        float* first = CpuKernels.At(scaled);
        float* last = first + ((nint)rows * inputs);
        new Span<float>(last, inputs).Clear();
        (last[0], last[inputs - 1]) = (1, -1);
        fixed (float* factor = factors)
        {
            Int8Rows.Scale(CpuKernels.At(x), first, factor, rows, inputs);
            Tensor y = (Tensor)s_script.Value.invoke("multiply", scaled, _tensors[0], _tensors[1], _tensors[2], _scale, _zero, _tensors[3])!;   // [N + 1, Out]
            Int8Rows.Restore(CpuKernels.At(y), factor, CpuKernels.At(_tensors[4]), bias is null ? null : CpuKernels.At(bias), rows, outputs);
            GC.KeepAlive(x);
            GC.KeepAlive(scaled);
            return y.narrow(0, 0, rows).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Gives what the weight stands for, as a fresh tensor [Out, In].</summary>
    public Tensor Dequantize()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor zero = tensor((float)_zero, device: CPU), scale = tensor((float)_scale, device: CPU);
        return ((_tensors[0].to(float32) - zero) * scale * _tensors[4].unsqueeze(1)).MoveToOuterDisposeScope();
    }

    public void Dispose() => Array.ForEach(_tensors, tensor => tensor.Dispose());
}
