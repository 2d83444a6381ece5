using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="CheckpointedLayer"/> for autograd; keeps the input alone.</summary>
internal sealed class CheckpointFunction : KernelFunction<CheckpointFunction>
{
    private const string Layer = "layer";

    protected override int Arguments => 2;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (input, layer) = ((Tensor)vars[0], (CheckpointedLayer)vars[1]);
        ctx.save_for_backward([input]);
        ctx.save_data(Layer, layer);
        return layer.Forward(input);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient) =>
        [((CheckpointedLayer)ctx.get_data(Layer)).Backward(saved[0], gradient), null!];
}
