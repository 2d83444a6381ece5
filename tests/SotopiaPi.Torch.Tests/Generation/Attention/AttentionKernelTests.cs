using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AttentionKernelTests
{
    [TestCase(4, 2, 8, 37, null, null)]
    [TestCase(3, 1, 6, 50, null, null)]
    [TestCase(9, 3, 64, 33, null, null)]
    [TestCase(5, 5, 24, 70, null, null)]
    [TestCase(8, 2, 80, 40, 6, null)]
    [TestCase(4, 2, 16, 90, 17, null)]
    [TestCase(2, 2, 8, 40, null, 4.0)]
    [TestCase(2, 1, 8, 40, 16, 0.5)]
    [TestCase(1, 1, 1, 1, null, null)]
    public void Attention_agrees_with_plain_loops(int heads, int keyHeads, int size, int tokens, int? window, double? cap)
    {
        var layer = new AttentionLayer(1, heads, keyHeads, size, 1 / Math.Sqrt(size), window, cap);
        var (query, key, value) = Inputs(tokens, layer);
        float[] mixed = Run(layer, query, key, value, [tokens], new Random(1));
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                double[] expected = Naive(layer, query, key, value, token, head);
                Assert.That(mixed.AsSpan(((token * heads) + head) * size, size).ToArray(), Is.EqualTo(expected.Select(x => (float)x)).Within(2e-5f));
            }
        }
    }

    [Test]
    public void A_row_has_the_same_bits_however_its_sequence_was_cut_and_wherever_it_lies()
    {
        var layer = new AttentionLayer(0, 6, 2, 20, 0.3, null, null);
        var (query, key, value) = Inputs(100, layer);
        float[] whole = Run(layer, query, key, value, [100], new Random(0));
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var cuts = new List<int>();
            for (int left = 100; left > 0; left -= cuts[^1])
            {
                cuts.Add(Math.Min(left, 1 + random.Next(seed < 10 ? 5 : 40)));
            }

            Assert.That(Run(layer, query, key, value, cuts, random), Is.EqualTo(whole));
        }
    }

    [Test]
    public void Rows_of_no_sequence_get_zeros_and_what_others_left_in_the_memory_does_not_matter()
    {
        using var scope = NewDisposeScope();
        using var store = new CpuKvStore(new KvLayout(1, 1, 4), 4);
        var layer = new AttentionLayer(0, 1, 1, 4, 0.5, null, null);
        Tensor nan = full([20, 1, 4], float.NaN);
        store.Pattern([new RowRun(0, 20, 0, [2, 3])]).Attend(layer, nan, nan, nan);
        Tensor x = ones([3, 1, 4]);
        Tensor mixed = store.Pattern([new RowRun(1, 1, 0, [2])]).Attend(layer, x, x, x);
        Assert.That(mixed.data<float>().ToArray(), Is.EqualTo(new[] { 0f, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0 }));
    }

    /// <summary>Attends in several passes over blocks in random order, beside another sequence.</summary>
    private static float[] Run(AttentionLayer layer, float[] query, float[] key, float[] value, IEnumerable<int> cuts, Random random)
    {
        using var scope = NewDisposeScope();
        int[] blocks = [.. Enumerable.Range(0, 16)];
        random.Shuffle(blocks);
        using var store = new CpuKvStore(new KvLayout(2, layer.KeyValueHeadCount, layer.HeadSize), 16);
        var mixed = new List<float>();
        int done = 0;
        foreach (int count in cuts)
        {
            int other = random.Next(4);
            Tensor Rows(float[] source, int heads)
            {
                Tensor all = tensor(source).reshape(-1, heads, layer.HeadSize);
                return cat([rand(other, heads, layer.HeadSize), all.narrow(0, done, count), rand(2, heads, layer.HeadSize)]);
            }

            List<RowRun> runs = [new(other, count, done, blocks[..10])];
            if (other > 0)
            {
                runs.Insert(random.Next(2), new(0, other, 0, blocks[10..]));
            }

            Tensor result = store.Pattern(runs).Attend(layer, Rows(query, layer.HeadCount), Rows(key, layer.KeyValueHeadCount), Rows(value, layer.KeyValueHeadCount));
            mixed.AddRange(result.narrow(0, other, count).contiguous().data<float>().ToArray());
            done += count;
        }

        return [.. mixed];
    }

    private static (float[] Query, float[] Key, float[] Value) Inputs(int tokens, AttentionLayer layer)
    {
        var random = new Random(tokens);
        float[] Draw(int heads) => [.. Enumerable.Range(0, tokens * heads * layer.HeadSize).Select(_ => (float)((random.NextDouble() * 4) - 2))];
        return (Draw(layer.HeadCount), Draw(layer.KeyValueHeadCount), Draw(layer.KeyValueHeadCount));
    }

    private static double[] Naive(AttentionLayer layer, float[] query, float[] key, float[] value, int token, int head)
    {
        int size = layer.HeadSize;
        int keyHead = head / (layer.HeadCount / layer.KeyValueHeadCount);
        int first = layer.Window is { } window ? Math.Max(0, token - window + 1) : 0;
        double[] weights = [.. Enumerable.Range(first, token - first + 1).Select(k => Math.Exp(Score(k)))];
        double[] mixed = new double[size];
        for (int d = 0; d < size; d++)
        {
            mixed[d] = weights.Select((weight, i) => weight * value[(((first + i) * layer.KeyValueHeadCount) + keyHead) * size + d]).Sum() / weights.Sum();
        }

        return mixed;

        double Score(int k)
        {
            double dot = 0;
            for (int d = 0; d < size; d++)
            {
                dot += (double)query[(((token * layer.HeadCount) + head) * size) + d] * key[(((k * layer.KeyValueHeadCount) + keyHead) * size) + d];
            }

            return layer.SoftCap is { } cap ? cap * Math.Tanh(dot * layer.Scale / cap) : dot * layer.Scale;
        }
    }
}
