using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Says by which code a machine multiplies matrices. That follows from the processor, the library and the shape alone, never from a measurement, so the same machine
/// gives the same bits; what it says is kept with a run, which is not continued where it says something else.
/// </summary>
internal static class ProductRule
{
    /// <summary>Describes the products of a model that plays and is trained.</summary>
    /// <param name="device">Where it computes.</param>
    /// <param name="type">In what.</param>
    /// <param name="packs">Whether it may keep weights in the layout that a CPU multiplies fastest.</param>
    public static string Describe(Device device, ScalarType type, bool packs)
    {
        if (device.type != DeviceType.CPU)
        {
            return "the library's";
        }

        string play = packs && PackedLinear.Suits(device, type, trainable: false) ? "packed at play" : "the library's at play";
        string training = type == float32 && LinearKernel.IsFaster ? "own in training" : "the library's in training";
        return $"{play}, {training}";
    }
}
