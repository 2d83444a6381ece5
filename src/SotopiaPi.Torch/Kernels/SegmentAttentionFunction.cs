using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="SegmentAttention"/> for autograd.</summary>
internal sealed class SegmentAttentionFunction : KernelFunction<SegmentAttentionFunction>
{
    private const string Components = "components";
    private const string Sizes = "sizes";

    protected override int Arguments => 5;

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

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient)
    {
        Tensor[] results = [empty_like(saved[0]), empty_like(saved[1]), empty_like(saved[2])];
        SegmentAttention.Backward((IReadOnlyList<AttentionComponent>)ctx.get_data(Components), (AttentionSizes)ctx.get_data(Sizes), saved, gradient, results);
        return [.. results, null!, null!];
    }
}
