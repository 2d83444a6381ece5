using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Embedding, layers and final norm: what checkpoints call <c>model</c>.</summary>
internal sealed class DecoderBody : nn.Module
{
    [ComponentName(Name = "embed_tokens")] private readonly TokenEmbedding _embedding;
    [ComponentName(Name = "layers")] private readonly ModuleList<DecoderLayer> _layers;
    [ComponentName(Name = "norm")] private readonly RmsNorm _norm;
    private readonly DecoderLayer[] _order;
    private readonly Rope?[] _ropeOfLayer;
    private readonly bool _checkpointing;
    private readonly Func<Generator?>? _randomness;

    public DecoderBody(DecoderParts parts, int positions, bool checkpointing, Func<Generator?>? randomness) : base(nameof(DecoderBody))
    {
        (_checkpointing, _randomness) = (checkpointing, randomness);
        DecoderConfig config = parts.Config;
        _embedding = parts.Embedding("model.embed_tokens");
        _order = [.. Enumerable.Range(0, config.Layers.Count).Select(index => new DecoderLayer($"model.layers.{index}", index, parts))];
        _layers = new ModuleList<DecoderLayer>(_order);
        _norm = parts.Norm("model.norm", config.HiddenSize);
        Dictionary<RopeConfig, Rope> ropes = config.Layers.Select(layer => layer.Rope).OfType<RopeConfig>().Distinct()
            .ToDictionary(rope => rope, rope => new Rope(rope, config.HeadSize, positions, parts.Device));
        _ropeOfLayer = [.. config.Layers.Select(layer => layer.Rope is { } rope ? ropes[rope] : null)];
        RegisterComponents();
    }

    public TokenEmbedding Embedding => _embedding;

    public Tensor Forward(Tensor ids, Tensor positions, IAttentionPattern attention, Tensor? rows)    // [N], [N] -> [M, D]
    {
        using var scope = NewDisposeScope();
        Dictionary<Rope, Rotation> rotations = [];
        foreach (Rope rope in _ropeOfLayer.OfType<Rope>().Distinct())
        {
            rotations.Add(rope, rope.At(positions));
        }

        Tensor x = _embedding.forward(ids);                                                 // [N, D]
        bool checkpoints = _checkpointing && is_grad_enabled();
        if (checkpoints && !x.requires_grad)
        {
            _ = x.requires_grad_();                                                         // else no backward pass would reach the first layer
        }

        for (int layer = 0; layer < _order.Length; layer++)
        {
            Tensor? kept = layer == _order.Length - 1 ? rows : null;                        // earlier ones need all rows for their keys and values
            Tensor next = checkpoints
                ? Checkpointed(layer, positions, attention, kept).Apply(x)
                : _order[layer].Forward(x, _ropeOfLayer[layer] is { } rope ? rotations[rope] : null, attention, kept);
            x.Dispose();
            x = next;
        }

        return _norm.forward(x).MoveToOuterDisposeScope();
    }

    // The rotations are made again, too: those of the forward pass end with it.
    private CheckpointedLayer Checkpointed(int layer, Tensor positions, IAttentionPattern attention, Tensor? rows) => new(
        layer,
        input =>
        {
            using var scope = NewDisposeScope();
            return _order[layer].Forward(input, _ropeOfLayer[layer]?.At(positions), attention, rows).MoveToOuterDisposeScope();
        },
        attention,
        _randomness?.Invoke());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Rope rope in _ropeOfLayer.OfType<Rope>().Distinct())
            {
                rope.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
