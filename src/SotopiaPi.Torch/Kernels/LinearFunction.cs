using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="LinearKernel"/> for autograd; keeps the input only where the weight trains.</summary>
internal sealed class LinearFunction : KernelFunction<LinearFunction>
{
    private const string InputTrains = "input";

    protected override int Arguments => 4;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var (inputTrains, weightTrains) = ((bool)vars[2], (bool)vars[3]);
        ctx.save_for_backward(weightTrains ? [weight, input] : [weight]);
        ctx.save_data(InputTrains, inputTrains);
        return LinearKernel.Forward(input, weight);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient)
    {
        Tensor input = (bool)ctx.get_data(InputTrains) ? LinearKernel.InputGradient(gradient, saved[0]) : null!;
        Tensor weight = saved.Count > 1 ? LinearKernel.WeightGradient(gradient, saved[1]) : null!;
        return [input, weight, null!, null!];
    }
}
