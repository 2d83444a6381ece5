using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TorchKvStoreTests
{
    private static readonly KvLayout s_layout = new(2, 2, 8);

    [TestCase(null, null)]
    [TestCase(20, null)]
    [TestCase(null, 3.0)]
    public void Attention_agrees_with_the_kernel_of_the_cpu(int? window, double? cap)
    {
        using var scope = NewDisposeScope();
        using var store = new TorchKvStore(s_layout, 40, CPU, float32);
        using var reference = new CpuKvStore(s_layout, 40);
        var layer = new AttentionLayer(1, 4, 2, 8, 0.4, window, cap);
        int[][] blocks = [[3, 1, 7, 9, 30, 31], [2, 0, 5, 11, 32, 33], [4, 6, 8, 10, 34, 35]];
        int[] done = [0, 0, 0];
        foreach (int[] counts in (int[][])[[70, 3, 70], [1, 1, 1], [1, 20, 1], [5, 1, 1]])
        {
            var runs = new List<RowRun>();
            for (int i = 0; i < 3; i++)
            {
                runs.Add(new(runs.Sum(run => run.Count), counts[i], done[i], blocks[i]));
                done[i] += counts[i];
            }

            int rows = counts.Sum() + 2;
            Tensor q = randn(rows, 4, 8), k = randn(rows, 2, 8), v = randn(rows, 2, 8);
            Assert.That(Tensors.MaxDifference(store.Pattern(runs).Attend(layer, q, k, v), reference.Pattern(runs).Attend(layer, q, k, v)), Is.LessThan(2e-5));
        }
    }

    [Test]
    public void CopyTokens_copies_the_first_tokens_of_all_layers()
    {
        using var scope = NewDisposeScope();
        using var store = new TorchKvStore(s_layout, 3, CPU, float32);
        store.Keys(1).fill_(1);
        store.Values(0).narrow(0, 0, 16).fill_(2);
        store.CopyTokens(0, 2, 5);
        Assert.That(store.Values(0).narrow(0, 32, 16).sum(new long[] { 1, 2 }).data<float>().ToArray(), Is.EqualTo(Enumerable.Range(0, 16).Select(i => i < 5 ? 32f : 0)));
    }

    [Test]
    public void A_budget_is_counted_in_the_type_of_the_device() =>
        Assert.That(TorchKvStore.BlockBytesOf(s_layout, bfloat16), Is.EqualTo(2 * 2 * 16 * 2 * 8 * 2));
}
