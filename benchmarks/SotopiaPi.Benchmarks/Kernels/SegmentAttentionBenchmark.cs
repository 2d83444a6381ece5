using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Attention over a comb – a conversation and the replies that branch from it – by segments, against libtorch's attention with one mask over all tokens.</summary>
public class SegmentAttentionBenchmark : DifferentiableBenchmark
{
    private const int Heads = 9, KeyHeads = 3, HeadSize = 64;                           // SmolLM2-135M
    private readonly AttentionLayer _layer = new(0, Heads, KeyHeads, HeadSize, 0.125, null, null);
    private SegmentPattern _pattern = null!;
    private Tensor _query = null!;
    private Tensor _key = null!;
    private Tensor _value = null!;
    private Tensor _seen = null!;                                                       // [N, N]

    /// <summary>Gets or sets the tokens that all branches share parts of.</summary>
    [Params(1000)]
    public int Trunk { get; set; } = 1000;

    /// <summary>Gets or sets the number of branches.</summary>
    [Params(8)]
    public int Branches { get; set; } = 8;

    /// <summary>Gets or sets the tokens of a branch.</summary>
    [Params(120)]
    public int Branch { get; set; } = 120;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        TokenSpan trunk = new(0, Trunk, 0);
        List<AttentionSegment> segments = [new(trunk, [])];
        for (int i = 0; i < Branches; i++)
        {
            int shared = Trunk * (i + 1) / Branches;
            segments.Add(new(new TokenSpan(Trunk + (i * Branch), Branch, shared), [trunk with { Count = shared }]));
        }

        int n = Trunk + (Branches * Branch);
        _pattern = Owned(new SegmentPattern([new AttentionComponent(0, n, segments)], [], null));
        _seen = Seen(segments, n);
        _query = Normal(generator, n, Heads, HeadSize).requires_grad_();
        _key = Normal(generator, n, KeyHeads, HeadSize).requires_grad_();
        _value = Normal(generator, n, KeyHeads, HeadSize).requires_grad_();
        return [_query, _key, _value];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput()
    {
        Tensor Batched(Tensor packed) => packed.repeat_interleave(Heads / packed.size(1), 1).transpose(0, 1).unsqueeze(0);   // [1, H, N, Dh]
        return nn.functional.scaled_dot_product_attention(Batched(_query), Batched(_key), Batched(_value), _seen).squeeze(0).transpose(0, 1);
    }

    /// <inheritdoc/>
    protected override Tensor Output() => _pattern.Attend(_layer, _query, _key, _value);

    private Tensor Seen(IReadOnlyList<AttentionSegment> segments, int n)
    {
        Tensor seen = zeros([n, n], @bool, CPU);
        foreach (AttentionSegment segment in segments)
        {
            Tensor rows = seen.narrow(0, segment.Own.Start, segment.Own.Count);
            rows.narrow(1, segment.Own.Start, segment.Own.Count).copy_(ones([segment.Own.Count, segment.Own.Count], @bool, CPU).tril());
            foreach (TokenSpan span in segment.Before)
            {
                rows.narrow(1, span.Start, span.Count).fill_(true);
            }
        }

        return seen.to(Place);
    }
}
