using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Says which tensors the kernels of this folder compute with, and where their numbers lie.</summary>
internal static unsafe class CpuKernels
{
    /// <summary>Says whether a tensor is float32, on a CPU with lanes of 8 numbers and their fused product and sum.</summary>
    public static bool Serve(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && Vector256.IsHardwareAccelerated && Fma.IsSupported;

    /// <summary>Gives the first number of a contiguous tensor, which must be kept alive.</summary>
    public static float* At(Tensor tensor)
    {
        AtenDispatcher.Check(AtenShim.GetDataPointer(tensor.Handle, out nint data), "get_data_ptr");
        return (float*)data;
    }
}
