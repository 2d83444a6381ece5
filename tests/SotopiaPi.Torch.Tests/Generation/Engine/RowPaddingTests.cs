using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class RowPaddingTests
{
    [TestCase(384, 1, 1, 16)]
    [TestCase(384, 17, 1, 17)]
    [TestCase(384, 17, 2, 18)]
    [TestCase(20, 17, 1, 24)]
    [TestCase(33, 17, 2, 64)]
    public void Padded_gives_whole_vectors_to_each_thread(int width, int rows, int threads, int expected) =>
        Assert.That(new RowPadding(Config(width, 8), true).Padded(rows, threads), Is.EqualTo(expected));

    [Test]
    public void Padded_leaves_rows_alone_where_bits_do_not_matter() =>
        Assert.That(new RowPadding(Config(20, 8), false).Padded(3, 2), Is.EqualTo(3));

    [Test]
    [Sequential]
    public void Rows_have_the_same_bits_at_every_count_and_position(
        [Values(64, 64, 20, 20, 136, 136, 33, 33)] int inner, [Values(128, 128, 12, 12, 72, 72, 40, 40)] int width, [Values(false, true, false, true, false, true, false, true)] bool packed)
    {
        DecoderConfig config = Config(inner, width);
        using Generator generator = new(3);
        using Decoder decoder = Decoder.Create(config, generator, new DecoderOptions { PackWeights = packed });
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var padding = new RowPadding(config, deterministic: true);
        long[] ids = [.. Enumerable.Range(0, 700).Select(i => (i * 37L) % config.VocabularySize)];
        Tensor whole = Logits(decoder, ids.AsSpan(0, padding.Padded(640, 1)));
        foreach (int rows in (int[])[1, 2, 7, 15, 16, 17, 23, 31, 40, 63, 65, 100, 128, 200, 257, 300])
        {
            foreach (int first in (int[])[0, 1, 7, 50])
            {
                using var inner1 = NewDisposeScope();
                long[] part = new long[padding.Padded(rows, 1)];
                ids.AsSpan(first, rows).CopyTo(part);
                Tensor logits = Logits(decoder, part).narrow(0, 0, rows);
                Assert.That(logits.eq(whole.narrow(0, first, rows)).all().item<bool>(), Is.True, $"{rows} rows from {first}");
            }
        }
    }

    private static Tensor Logits(Decoder decoder, ReadOnlySpan<long> ids)
    {
        Tensor positions = zeros_like(tensor(ids.ToArray()));
        return decoder.Logits(decoder.Hidden(tensor(ids.ToArray()), positions, new Identity()));
    }

    private static DecoderConfig Config(int inner, int width) => new()
    {
        VocabularySize = 101,
        HiddenSize = width,
        IntermediateSize = inner,
        HeadCount = 2,
        KeyValueHeadCount = 2,
        HeadSize = 6,
        Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
        MaxPositions = 8,
        InitializerRange = 0.3,
    };

    /// <summary>Lets each token see itself alone.</summary>
    private sealed class Identity : IAttentionPattern
    {
        public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value) => value.clone();
    }
}
