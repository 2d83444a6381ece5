using static TorchSharp.torch;

namespace SotopiaPi.Testing;

/// <summary>Compares two ways to compute a tensor: their results, and the gradients for each input.</summary>
internal static class Gradients
{
    /// <summary>Standard normal float32 tensors on the CPU that ask for gradients; they belong to the current scope.</summary>
    public static Tensor[] Leaves(Generator random, params long[][] shapes) =>
        [.. shapes.Select(shape => randn(shape, generator: random, device: CPU).requires_grad_())];

    /// <summary>Asserts that results and gradients agree within <paramref name="tolerance"/>.</summary>
    public static void Compare(Tensor[] inputs, Func<Tensor[], Tensor> compute, Func<Tensor[], Tensor> reference, double tolerance = 1e-5)
    {
        using var scope = NewDisposeScope();
        (Tensor found, Tensor[] foundGradients) = Differentiate(inputs, compute);
        (Tensor wanted, Tensor[] wantedGradients) = Differentiate(inputs, reference);
        Expect(found, wanted, tolerance, "result");
        for (int i = 0; i < inputs.Length; i++)
        {
            Expect(foundGradients[i], wantedGradients[i], tolerance, $"gradient of input {i}");
        }
    }

    /// <summary>Asserts that two tensors have one shape and agree within an absolute tolerance.</summary>
    public static void Expect(Tensor found, Tensor wanted, double tolerance, string what) =>
        Assert.That(Tensors.MaxDifference(found, wanted), Is.LessThanOrEqualTo(tolerance), what);

    /// <summary>The result, and the gradients of a sum whose terms all weigh differently.</summary>
    private static (Tensor Result, Tensor[] Gradients) Differentiate(Tensor[] inputs, Func<Tensor[], Tensor> compute)
    {
        Tensor result = compute(inputs);
        Tensor weights = arange(1, result.numel() + 1, dtype: float32, device: CPU).cos().view(result.shape);
        return (result, [.. autograd.grad([(result * weights).sum()], inputs)]);
    }
}
