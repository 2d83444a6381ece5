using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Keys and values in the main memory, in float32. Within a block and head the keys lie as [Dh, 16], so that one vector holds 16 tokens, and the
/// values as [16, Dh rounded up]. The blocks of a head lie one after another, so that those of a sequence, mostly taken together, are read as one stream.
/// </summary>
internal sealed unsafe class CpuKvStore : IKvStore
{
    private const nuint Alignment = 64;

    private readonly float* _memory;     // keys [layers, heads, blocks, Dh, 16], then values [layers, heads, blocks, 16, ValueWidth]

    public CpuKvStore(KvLayout layout, int blocks)
    {
        (Layout, Blocks) = (layout, blocks);
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(blocks * BlockBytes), Alignment);
    }

    public KvLayout Layout { get; }

    public int Blocks { get; }

    public long BlockBytes => BlockBytesOf(Layout);

    /// <summary>The width of a value as it lies here: a multiple of two vectors.</summary>
    public int ValueWidth => ValueWidthOf(Layout);

    public static long BlockBytesOf(KvLayout layout) =>
        (long)layout.Layers * layout.Heads * KvLayout.BlockTokens * (layout.HeadSize + ValueWidthOf(layout)) * sizeof(float);

    /// <summary>The keys of a block, [Dh, 16].</summary>
    public float* Keys(int layer, int block, int head) =>
        _memory + (BlockOf(layer, block, head) * KeyFloats);

    /// <summary>The values of a block, [16, <see cref="ValueWidth"/>].</summary>
    public float* Values(int layer, int block, int head) =>
        _memory + ((long)Layout.Layers * Layout.Heads * Blocks * KeyFloats) + (BlockOf(layer, block, head) * KvLayout.BlockTokens * ValueWidth);

    public void CopyTokens(int from, int to, int count)
    {
        for (int layer = 0; layer < Layout.Layers; layer++)
        {
            for (int head = 0; head < Layout.Heads; head++)
            {
                float* source = Keys(layer, from, head);
                float* target = Keys(layer, to, head);
                for (int d = 0; d < Layout.HeadSize; d++)
                {
                    new ReadOnlySpan<float>(source + (d * KvLayout.BlockTokens), count).CopyTo(new(target + (d * KvLayout.BlockTokens), count));
                }

                int values = count * ValueWidth;
                new ReadOnlySpan<float>(Values(layer, from, head), values).CopyTo(new(Values(layer, to, head), values));
            }
        }
    }

    public IAttentionPattern Pattern(IReadOnlyList<RowRun> runs) => new CpuAttention(this, runs);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private long KeyFloats => (long)Layout.HeadSize * KvLayout.BlockTokens;

    private long BlockOf(int layer, int block, int head) => ((((long)layer * Layout.Heads) + head) * Blocks) + block;

    private static int ValueWidthOf(KvLayout layout) => (layout.HeadSize + 31) / 32 * 32;
}
