using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class FusedAdamWTests
{
    private static readonly AdamWSettings s_settings = new() { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.1 };

    private readonly List<Parameter> _made = [];

    [TearDown]
    public void DisposeParameters()
    {
        _made.ForEach(p => p.Dispose());
        _made.Clear();
    }

    [Test]
    public void Step_equals_the_plain_optimizer()
    {
        using var scope = NewDisposeScope();
        Parameter[] plain = [.. Leaves()];
        Parameter[] fused = [.. Leaves()];
        using var reference = optim.AdamW(plain, 1e-2, 0.8, 0.95, 1e-6, 0.1);
        using FusedAdamW optimizer = new(fused, s_settings);
        for (int step = 0; step < 12; step++)
        {
            reference.zero_grad();
            Loss(plain, step).backward();
            reference.step();
            optimizer.ZeroGradients();
            Loss(fused, step).backward();
            optimizer.Step(1e-2);
        }

        Assert.That(optimizer.Steps, Is.EqualTo(12));
        Assert.That(plain.Zip(fused, (a, b) => (a - b).abs().max().ToDouble()), Is.All.LessThan(1e-6));
    }

    [Test]
    public void GradientNorm_is_that_of_all_gradients_and_scales_with_them()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [.. Leaves()];
        using FusedAdamW optimizer = new(parameters, s_settings);
        Loss(parameters, 1).backward();
        double expected = Math.Sqrt(parameters.Sum(p => p.grad!.square().sum().ToDouble()));
        Assert.That(optimizer.GradientNorm().ToDouble(), Is.EqualTo(expected).Within(1e-5));
        optimizer.ScaleGradients(0.5);
        Assert.That(optimizer.GradientNorm().ToDouble(), Is.EqualTo(expected / 2).Within(1e-5));
    }

    [Test]
    public void Restore_continues_exactly()
    {
        using var scope = NewDisposeScope();
        Parameter[] unbroken = [.. Leaves()];
        using FusedAdamW first = new(unbroken, s_settings);
        Run(first, unbroken, 0, 5);
        Parameter[] resumed = [.. unbroken.Select(p => Made(p.detach().clone()))];
        using FusedAdamW second = new(resumed, s_settings);
        second.Restore([.. first.Moments], first.Steps);
        Run(first, unbroken, 5, 9);
        Run(second, resumed, 5, 9);
        Assert.That(unbroken.Zip(resumed, (a, b) => a.data<float>().SequenceEqual(b.data<float>())), Is.All.True);
    }

    private static void Run(FusedAdamW optimizer, Parameter[] parameters, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            optimizer.ZeroGradients();
            Loss(parameters, step).backward();
            optimizer.Step(1e-2);
        }
    }

    private IEnumerable<Parameter> Leaves() =>
        from size in (long[])[3, 70]
        select Made(linspace(-1, 1, size * 5).reshape(size, 5));

    private Parameter Made(Tensor values)
    {
        Parameter parameter = new(values);
        _made.Add(parameter);
        return parameter;
    }

    private static Tensor Loss(Parameter[] parameters, int step) =>
        parameters.Select(p => (p * p * (p - (0.1 * step))).sum()).Aggregate((a, b) => a + b);
}
