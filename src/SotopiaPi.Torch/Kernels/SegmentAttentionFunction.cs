using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="SegmentAttention"/> for autograd.</summary>
internal sealed class SegmentAttentionFunction : KernelFunction<SegmentAttentionFunction>
{
    private const string Components = "components";
    private const string Sizes = "sizes";

    protected override int Arguments => 5;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
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
        var components = (IReadOnlyList<AttentionComponent>)ctx.get_data(Components);
        var sizes = (AttentionSizes)ctx.get_data(Sizes);
        int parts = SegmentAttention.Parts(components, sizes);
        Tensor[] results = [empty_like(saved[0]), empty([parts, .. saved[1].shape], float32, saved[1].device), empty([parts, .. saved[2].shape], float32, saved[2].device)];
        SegmentAttention.Backward(components, sizes, saved, gradient, results);
        return [results[0], results[1].sum([0L]), results[2].sum([0L]), null!, null!];
    }
}
