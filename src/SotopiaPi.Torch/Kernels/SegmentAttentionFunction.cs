using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="SegmentAttention"/> for autograd.</summary>
internal sealed class SegmentAttentionFunction : autograd.SingleTensorFunction<SegmentAttentionFunction>
{
    private const string Components = "components";
    private const string Sizes = "sizes";

    public override string Name => nameof(SegmentAttention);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (query, key, value) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var components = (IReadOnlyList<AttentionComponent>)vars[3];
        var sizes = (AttentionSizes)vars[4];
        Tensor output = empty_like(query);
        Tensor logSum = empty([query.size(0), query.size(1)], float32, query.device);
        SegmentAttention.Forward(components, sizes, query, key, value, output, logSum);
        ctx.save_for_backward([query, key, value, output.detach(), logSum]);            // detached: a saved output would hold itself
        ctx.save_data(Components, components);
        ctx.save_data(Sizes, sizes);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor[] results = [empty_like(saved[0]), empty_like(saved[1]), empty_like(saved[2])];
        using Tensor gradient = grad_output.contiguous();
        SegmentAttention.Backward((IReadOnlyList<AttentionComponent>)ctx.get_data(Components), (AttentionSizes)ctx.get_data(Sizes), saved, gradient, results);
        saved.ForEach(tensor => tensor.Dispose());
        return [.. results, null!, null!];
    }
}
