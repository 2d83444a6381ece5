using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Compares a few results of libtorch with known numbers. That a libtorch exports the symbols TorchSharp imports does not prove that both
/// agree on memory layouts; <see cref="DeviceQueue"/> runs this once per device when <c>SOTOPIAPI_LIBTORCH</c> is in use.
/// </summary>
public static class LibtorchSmokeTest
{
    private static readonly (string Name, float[] Wanted, Func<Device, Tensor> Compute)[] s_checks =
    [
        ("matmul", [19, 22, 43, 50], d => Matrix(d, 1, 2, 3, 4).matmul(Matrix(d, 5, 6, 7, 8))),
        ("softmax", [0.5f, 0.5f, 0.880797f, 0.119203f], d => nn.functional.softmax(Matrix(d, 3, 3, 2, 0), dim: 1)),
        ("transpose of a view", [2, 4], d => Matrix(d, 1, 2, 3, 4).t().narrow(0, 1, 1).contiguous()),
        ("index_select", [3, 4, 1, 2], d => Matrix(d, 1, 2, 3, 4).index_select(0, tensor([1L, 0L], device: d))),
        ("bfloat16", [1, 2, 3, 258], d => Matrix(d, 1, 2, 3, 257.5f).to(ScalarType.BFloat16).to(ScalarType.Float32)),
        ("scalar arguments", [-1, 2, 3.5f, 5], d => Matrix(d, -1, 1, 2, 3).Times(1.5).Plus(0.5)),
        ("cross_entropy", [0.313262f], d => nn.functional.cross_entropy(Matrix(d, 1, 0, 0, 1), tensor([0L, 1L], device: d))),
        ("gradient", [2, 4, 6, 8], Gradient),
        ("native errors", [1], NativeError),
    ];

    /// <summary>Runs all checks on <paramref name="device"/> on the calling thread; leaves no tensors behind. Takes milliseconds.</summary>
    /// <exception cref="InvalidOperationException">A result differs; the message names the operator and both results.</exception>
    public static void Run(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        using var scope = NewDisposeScope();
        foreach ((string name, float[] wanted, Func<Device, Tensor> compute) in s_checks)
        {
            Compare(name, wanted, [.. compute(device).cpu().data<float>()], device);
        }
    }

    internal static void Compare(string name, float[] wanted, float[] found, Device device)
    {
        if (found.Length != wanted.Length || found.Zip(wanted).Any(pair => !(MathF.Abs(pair.First - pair.Second) <= 1e-3f)))
        {
            throw new InvalidOperationException(
                $"libtorch computes {name} on {device} as [{string.Join(", ", found)}]; [{string.Join(", ", wanted)}] is right. Its build does not " +
                $"fit TorchSharp 0.107.0: unset {InstalledPyTorch.Variable}, or name an unchanged PyTorch 2.10 or 2.11.");
        }
    }

    private static Tensor Matrix(Device device, params float[] values) => tensor(values, [2, 2], device: device);

    private static Tensor Gradient(Device device)
    {
        Tensor x = Matrix(device, 1, 2, 3, 4).requires_grad_();
        (x * x).sum().backward();
        return x.grad!;
    }

    /// <summary>1 when a mistake arrives as a managed exception.</summary>
    private static Tensor NativeError(Device device)
    {
        try
        {
            Matrix(device, 1, 2, 3, 4).Plus(ones(3, device: device)).Dispose();
            return zeros(1, device: device);
        }
        catch (ExternalException)
        {
            return ones(1, device: device);
        }
    }
}
