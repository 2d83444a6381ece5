using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Holds the cosines and sines of a rotary embedding for all positions, in float32, made once.</summary>
internal sealed class Rope : IDisposable
{
    private readonly Tensor _cos;                                                       // [P, R]
    private readonly Tensor _sin;                                                       // [P, R], the first half negative

    public Rope(RopeConfig config, int headSize, int positions, Device device)
    {
        double[] frequencies = RopeFrequencies.Compute(config, headSize, positions);
        double factor = RopeFrequencies.AttentionFactor(config);
        using var scope = NewDisposeScope();
        Tensor frequency = tensor(Array.ConvertAll(frequencies, static x => (float)x), device: CPU).to(device);
        Tensor angles = outer(TensorArithmetic.Range(positions, float32, device), frequency);   // [P, R/2]
        Tensor cos = angles.cos().Times(factor);
        Tensor sin = angles.sin().Times(factor);
        _cos = cat([cos, cos], 1).DetachFromDisposeScope();
        _sin = cat([-sin, sin], 1).DetachFromDisposeScope();
    }

    /// <summary>Gives the rotation of each token, shared by all heads and layers.</summary>
    public Rotation At(Tensor positions) =>                                             // [N] -> [N, 1, R]
        new(_cos.index_select(0, positions).unsqueeze(1), _sin.index_select(0, positions).unsqueeze(1));

    public void Dispose()
    {
        _cos.Dispose();
        _sin.Dispose();
    }
}
