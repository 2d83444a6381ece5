using BenchmarkDotNet.Attributes;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The loss of the rows that have a target, against the usual way: logits of all rows, the others masked by their labels.</summary>
public class LossRowsBenchmark : DifferentiableBenchmark
{
    private const long Ignored = -100;
    private Decoder _decoder = null!;
    private Tensor _hidden = null!;
    private Tensor _labels = null!;                                                     // [N]
    private Tensor _rows = null!;                                                       // [M]
    private Tensor _targets = null!;                                                    // [M]

    /// <summary>Gets or sets the number of tokens of an example: a prompt of the reference's pack and its reply.</summary>
    [Params(1400)]
    public int Rows { get; set; } = 1400;

    /// <summary>Gets or sets how many of them are learnt: the reply.</summary>
    [Params(55)]
    public int Targets { get; set; } = 55;

    /// <summary>Gets or sets the vocabulary: that of a Llama or Mistral tokenizer.</summary>
    [Params(32_000)]
    public int Vocabulary { get; set; } = 32_000;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> PrepareInputs(Generator generator)
    {
        DecoderConfig config = new()
        {
            VocabularySize = Vocabulary,
            HiddenSize = 576,
            IntermediateSize = 64,
            HeadCount = 9,
            KeyValueHeadCount = 3,
            HeadSize = 64,
            Layers = LayerConfig.Repeat(1, new RopeConfig(100_000)),
            MaxPositions = Rows,
            TieEmbeddings = true,
        };
        using Generator onHost = new(2);
        _decoder = Owned(Decoder.Create(config, onHost, new DecoderOptions { Device = Place }));
        _hidden = Normal(generator, Rows, config.HiddenSize).requires_grad_();
        _rows = arange(Rows - Targets - 1, Rows - 1, 1, int64, Place);
        _targets = randint(0, Vocabulary, [Targets], int64, Place, generator: generator);
        _labels = full([Rows], Ignored, int64, Place).index_copy_(0, _rows, _targets);
        return [_hidden];
    }

    /// <inheritdoc/>
    protected override Tensor PlainOutput() =>
        nn.functional.cross_entropy(_decoder.Logits(_hidden), _labels, ignore_index: Ignored, reduction: nn.Reduction.Sum);

    /// <inheritdoc/>
    protected override Tensor Output() =>
        nn.functional.cross_entropy(_decoder.Logits(Selection.Rows(_hidden, _rows)), _targets, reduction: nn.Reduction.Sum);
}
