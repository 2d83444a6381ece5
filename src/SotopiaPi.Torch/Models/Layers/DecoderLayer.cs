using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>One layer: attention and MLP, each added to the residual stream, with norms where the family places them.</summary>
internal sealed class DecoderLayer : nn.Module
{
    [ComponentName(Name = "input_layernorm")] private readonly RmsNorm? _inputNorm;
    [ComponentName(Name = "self_attn")] private readonly SelfAttention _attention;
    [ComponentName(Name = "post_attention_layernorm")] private readonly RmsNorm _postAttentionNorm;   // before the MLP, or after the attention
    [ComponentName(Name = "pre_feedforward_layernorm")] private readonly RmsNorm? _preFeedforwardNorm;
    [ComponentName(Name = "mlp")] private readonly GatedMlp _mlp;
    [ComponentName(Name = "post_feedforward_layernorm")] private readonly RmsNorm? _postFeedforwardNorm;
    private readonly NormPlacement _placement;

    public DecoderLayer(string path, int index, DecoderParts parts) : base(nameof(DecoderLayer))
    {
        long size = parts.Config.HiddenSize;
        _placement = parts.Config.NormPlacement;
        _inputNorm = _placement == NormPlacement.After ? null : parts.Norm($"{path}.input_layernorm", size);
        _attention = new SelfAttention($"{path}.self_attn", index, parts);
        _postAttentionNorm = parts.Norm($"{path}.post_attention_layernorm", size);
        _preFeedforwardNorm = _placement == NormPlacement.BeforeAndAfter ? parts.Norm($"{path}.pre_feedforward_layernorm", size) : null;
        _mlp = new GatedMlp($"{path}.mlp", parts);
        _postFeedforwardNorm = _placement == NormPlacement.Before ? null : parts.Norm($"{path}.post_feedforward_layernorm", size);
        RegisterComponents();
    }

    public Tensor Forward(Tensor input, Rotation? rotation, IAttentionPattern attention, Tensor? rows = null)    // [N, D] -> [M, D]
    {
        using var scope = NewDisposeScope();
        Tensor mixed = _attention.Forward(_inputNorm?.forward(input) ?? input, rotation, attention, rows);
        Tensor middle = Selection.Rows(input, rows).Plus(_placement == NormPlacement.Before ? mixed : _postAttentionNorm.forward(mixed));
        Tensor inner = _mlp.forward(_placement switch
        {
            NormPlacement.Before => _postAttentionNorm.forward(middle),
            NormPlacement.BeforeAndAfter => _preFeedforwardNorm!.forward(middle),
            _ => middle,
        });
        return middle.Plus(_postFeedforwardNorm?.forward(inner) ?? inner).MoveToOuterDisposeScope();
    }
}
