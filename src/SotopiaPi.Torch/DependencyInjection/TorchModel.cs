using System.Globalization;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>The model of a composition: where it lies and where it computes, for its client and its trainer.</summary>
internal sealed record TorchModel(string Folder, torch.Device Device, torch.ScalarType Type, bool PackWeights)
{
    /// <summary>Identifies the files, without their place: a run may move to another folder, but not to another model.</summary>
    public string Fingerprint()
    {
        try
        {
            return FileKey.OfModel(Folder);
        }
        catch (CheckpointException)
        {
            return "missing";
        }
    }

    /// <summary>Describes what decides the last bits of the numbers: a run continued elsewhere would not end with the same files.</summary>
    public string Numerics()
    {
        string vectors = Vector512.IsHardwareAccelerated ? "avx512" : Vector256.IsHardwareAccelerated ? "avx2" : "other";
        return string.Create(CultureInfo.InvariantCulture, $"{Type} on {Device}, {vectors}, {torch.get_num_threads()} threads, products: {ProductRule.Describe(Device, Type, PackWeights)}");
    }
}
