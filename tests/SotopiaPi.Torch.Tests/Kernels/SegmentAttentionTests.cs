using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class SegmentAttentionTests
{
    [TestCase(1, 1, 32, null, TestName = "One head")]
    [TestCase(4, 2, 32, null, TestName = "Shared key heads")]
    [TestCase(6, 2, 24, null, TestName = "A head width that fills no register")]
    [TestCase(9, 3, 64, 7, TestName = "A window")]
    [TestCase(3, 1, 80, 40, TestName = "Wide heads and a window over tiles")]
    public void Output_and_gradients_equal_dense_attention(int heads, int keyHeads, int size, int? window)
    {
        using var scope = NewDisposeScope();
        var (components, seen) = Tree(window);
        long n = seen.size(0);
        using Generator generator = new(1);
        Tensor[] inputs = [.. ((int[])[heads, keyHeads, keyHeads]).Select(h => randn([n, h, size], generator: generator))];
        Tensor gradient = randn([n, heads, size], generator: generator);
        var actual = Run(inputs, gradient, float32, (q, k, v) => SegmentAttention.Attend(q, k, v, components, 0.3, window));
        var expected = Run(inputs, gradient, float64, (q, k, v) => Dense(q, k, v, seen, 0.3));
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.That(Tensors.RelativeDistance(actual[i], expected[i]), Is.LessThan(2e-6), $"{(string[])["output", "query", "key", "value"]}[{i}]");
        }
    }

    [Test]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        using var scope = NewDisposeScope();
        var (components, _) = Tree(null);
        Tensor[] inputs = [.. ((int[])[4, 2, 2]).Select(h => randn([components.Sum(c => c.Count), h, 32]))];
        Tensor gradient = randn_like(inputs[0]);
        int threads = get_num_threads();
        try
        {
            Tensor[][] results = [.. ((int[])[1, 3]).Select(count =>
            {
                set_num_threads(count);
                return Run(inputs, gradient, float32, (q, k, v) => SegmentAttention.Attend(q, k, v, components, 0.3, null));
            })];
            Assert.That(results[0].Zip(results[1], Tensors.MaxDifference), Is.All.Zero);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>A tree (trunk of 90, a branch after 70 of them, one after 90, one on that), a row of 1, a row of 150.</summary>
    private static (IReadOnlyList<AttentionComponent> Components, Tensor Seen) Tree(int? window)
    {
        TokenSpan trunk = new(0, 90, 0);
        TokenSpan early = new(90, 33, 70);
        TokenSpan late = new(123, 80, 90);
        TokenSpan last = new(203, 5, 170);
        AttentionComponent tree = new(0, 208, [new(trunk, []), new(early, [trunk with { Count = 70 }]), new(late, [trunk]), new(last, [trunk, late])]);
        AttentionComponent[] components = [tree, Row(208, 1), Row(209, 150)];
        return (components, Seen(components, window));
    }

    private static AttentionComponent Row(int start, int count) => new(start, count, [new(new TokenSpan(start, count, 0), [])]);

    private static Tensor Seen(IReadOnlyList<AttentionComponent> components, int? window)
    {
        int n = components.Sum(c => c.Count);
        bool[,] seen = new bool[n, n];
        foreach (AttentionSegment segment in components.SelectMany(c => c.Segments))
        {
            for (int i = 0; i < segment.Own.Count; i++)
            {
                foreach (TokenSpan span in (IEnumerable<TokenSpan>)[.. segment.Before, segment.Own])
                {
                    for (int j = 0; j < span.Count; j++)
                    {
                        int distance = segment.Own.Position + i - span.Position - j;
                        seen[segment.Own.Start + i, span.Start + j] = distance >= 0 && distance < (window ?? int.MaxValue);
                    }
                }
            }
        }

        return tensor(seen);
    }

    private static Tensor Dense(Tensor query, Tensor key, Tensor value, Tensor seen, double scale)
    {
        long group = query.size(1) / key.size(1);
        Tensor keys = key.repeat_interleave(group, 1).transpose(0, 1);
        Tensor values = value.repeat_interleave(group, 1).transpose(0, 1);
        Tensor scores = matmul(query.transpose(0, 1), keys.transpose(1, 2)) * scale;
        return matmul(scores.masked_fill(seen.logical_not(), double.NegativeInfinity).softmax(-1), values).transpose(0, 1);
    }

    private static Tensor[] Run(Tensor[] inputs, Tensor gradient, ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> attend)
    {
        Tensor[] leaves = [.. inputs.Select(x => x.to(type).clone().requires_grad_())];
        Tensor output = attend(leaves[0], leaves[1], leaves[2]);
        output.backward([gradient.to(type)]);
        return [output, .. leaves.Select(x => x.grad!)];
    }
}
