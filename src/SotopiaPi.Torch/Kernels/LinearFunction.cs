using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="LinearKernel"/> for autograd; keeps the input only where the weight trains.</summary>
internal sealed class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
{
    private const string InputTrains = "input";

    public override string Name => "Linear";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var (inputTrains, weightTrains) = ((bool)vars[2], (bool)vars[3]);
        ctx.save_for_backward(weightTrains ? [weight, input] : [weight]);
        ctx.save_data(InputTrains, inputTrains);
        return LinearKernel.Forward(input, weight);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor gradient = grad_output.contiguous();
        Tensor input = (bool)ctx.get_data(InputTrains) ? LinearKernel.InputGradient(gradient, saved[0]) : null!;
        Tensor weight = saved.Count > 1 ? LinearKernel.WeightGradient(gradient, saved[1]) : null!;
        saved.ForEach(tensor => tensor.Dispose());
        return [input, weight, null!, null!];
    }
}
