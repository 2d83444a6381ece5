using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>How 8-bit codes of scales become scales: level[code] · block scale + offset.</summary>
/// <param name="BlockScales">One for each 256 scales, float32.</param>
/// <param name="Levels">What codes stand for [256], float32.</param>
/// <param name="Offset">The mean that was taken off.</param>
internal sealed record Nf4NestedScales(Tensor BlockScales, Tensor Levels, float Offset) : IDisposable
{
    public void Dispose()
    {
        BlockScales.Dispose();
        Levels.Dispose();
    }
}
