using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Testing;

/// <summary>Distances between tensors, computed in float64.</summary>
internal static class Tensors
{
    public static double MaxDifference(Tensor actual, Tensor expected)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape), "shape");
        using var scope = NewDisposeScope();
        return actual.numel() == 0 ? 0 : (actual.detach().to(float64) - expected.detach().to(float64)).abs().max().ToDouble();
    }

    /// <summary>The L2 norm of the difference ÷ the L2 norm of what is expected.</summary>
    public static double RelativeDistance(Tensor actual, Tensor expected)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape), "shape");
        using var scope = NewDisposeScope();
        double norm = expected.detach().to(float64).norm().ToDouble();
        double distance = (actual.detach().to(float64) - expected.detach().to(float64)).norm().ToDouble();
        return distance == 0 ? 0 : distance / norm;
    }
}
