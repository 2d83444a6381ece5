using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// The attention of one branch to a trunk and to itself, which the kernel merges by running log-sum-exps, against two attentions merged in
/// tensor operators: O = Σ exp(LSEⱼ − LSE)·Oⱼ.
/// </summary>
public class LogSumExpMergeBenchmark : DifferentiableBenchmark
{
    private const int Heads = 9, HeadSize = 64;                                         // SmolLM2-135M, keys of their own for each head
    private const double Scale = 0.125;
    private readonly AttentionLayer _layer = new(0, Heads, Heads, HeadSize, Scale, null, null);
    private SegmentPattern _pattern = null!;
    private Tensor _query = null!;
    private Tensor _key = null!;
    private Tensor _value = null!;

    /// <summary>Gets or sets the tokens of the trunk.</summary>
    [Params(512)]
    public int Trunk { get; set; } = 512;

    /// <summary>Gets or sets the tokens of the branch.</summary>
    [Params(256)]
    public int Branch { get; set; } = 256;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        TokenSpan trunk = new(0, Trunk, 0);
        _pattern = Owned(new SegmentPattern([new AttentionComponent(0, Trunk + Branch, [new(trunk, []), new(new TokenSpan(Trunk, Branch, Trunk), [trunk])])], [], null));
        _query = Normal(generator, Trunk + Branch, Heads, HeadSize).requires_grad_();
        _key = Normal(generator, Trunk + Branch, Heads, HeadSize).requires_grad_();
        _value = Normal(generator, Trunk + Branch, Heads, HeadSize).requires_grad_();
        return [_query, _key, _value];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput()
    {
        var (own, _) = Part(0, Trunk, 0, Trunk, causal: true);
        var (first, firstSum) = Part(Trunk, Branch, 0, Trunk, causal: false);
        var (second, secondSum) = Part(Trunk, Branch, Trunk, Branch, causal: true);
        Tensor sum = logaddexp(firstSum, secondSum);                                    // [H, T, 1]
        Tensor merged = ((firstSum - sum).exp() * first) + ((secondSum - sum).exp() * second);
        return cat([own, merged], 1).transpose(0, 1);
    }

    /// <inheritdoc/>
    protected override Tensor Output() => _pattern.Attend(_layer, _query, _key, _value);

    private (Tensor Output, Tensor LogSum) Part(long from, long rows, long keyFrom, long keys, bool causal)
    {
        Tensor query = _query.narrow(0, from, rows).transpose(0, 1), key = _key.narrow(0, keyFrom, keys).transpose(0, 1), value = _value.narrow(0, keyFrom, keys).transpose(0, 1);
        Tensor scores = matmul(query, key.transpose(1, 2)) * Scale;                     // [H, T, S]
        if (causal)
        {
            scores = scores + full([rows, keys], float.NegativeInfinity, float32, Place).triu(1);
        }

        Tensor sum = scores.logsumexp(-1, keepdim: true);
        return (matmul((scores - sum).exp(), value), sum);
    }
}
