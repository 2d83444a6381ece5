using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Chooses the element type to compute in, by a fixed rule so that no timing decides a number: bfloat16 where the checkpoint has no more bits
/// and the device has units for it (CUDA, or a CPU with AVX512_BF16 or AMX_BF16), float32 elsewhere.
/// </summary>
internal static class ComputeType
{
    /// <summary>Gets whether this CPU multiplies bfloat16 faster than float32.</summary>
    public static bool CpuHasFastBFloat16 { get; } = Detect();

    public static ScalarType Choose(ITensorSource source, Device device) =>
        (device.type == DeviceType.CUDA || (device.type == DeviceType.CPU && CpuHasFastBFloat16)) && HoldsHalf(source)
            ? ScalarType.BFloat16
            : ScalarType.Float32;

    // Matrices decide: norms are often kept in float32. A type that torch lacks is a block of fewer bits.
    private static bool HoldsHalf(ITensorSource source) => source.Tensors.Values.Where(tensor => tensor.Shape.Count > 1)
        .All(tensor => tensor.ScalarType is not (ScalarType.Float32 or ScalarType.Float64));

    private static bool Detect()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }

        return (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 || (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
    }
}
