using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Dequantises weights on one kind of device.</summary>
internal interface INf4Kernel
{
    /// <summary>Fills a contiguous tensor of the weight's shape, on its device, with the weight's values.</summary>
    void Dequantize(Nf4Weight weight, Tensor target);
}

/// <summary>Chooses the kernel of a device.</summary>
internal static class Nf4Kernels
{
    private static readonly VectorNf4Kernel s_vector = new();
    private static readonly TorchNf4Kernel s_torch = new();

    public static INf4Kernel For(Device device) => device.type == DeviceType.CPU ? s_vector : s_torch;
}
