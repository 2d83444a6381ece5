using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Projects, normalises and rotates queries and keys, lets the pattern attend, and projects back.</summary>
internal sealed class SelfAttention : nn.Module
{
    [ComponentName(Name = "q_proj")] private readonly nn.Module<Tensor, Tensor>? _query;
    [ComponentName(Name = "k_proj")] private readonly nn.Module<Tensor, Tensor>? _key;
    [ComponentName(Name = "v_proj")] private readonly nn.Module<Tensor, Tensor>? _value;
    [ComponentName(Name = "qkv_proj")] private readonly nn.Module<Tensor, Tensor>? _fused;   // rows q, k, v
    [ComponentName(Name = "o_proj")] private readonly nn.Module<Tensor, Tensor> _output;
    [ComponentName(Name = "q_norm")] private readonly RmsNorm? _queryNorm;
    [ComponentName(Name = "k_norm")] private readonly RmsNorm? _keyNorm;
    private readonly AttentionLayer _layer;
    private readonly QueryKeyNorm _normKind;

    public SelfAttention(string path, int index, DecoderParts parts) : base(nameof(SelfAttention))
    {
        DecoderConfig config = parts.Config;
        long queries = (long)config.HeadCount * config.HeadSize;
        long keys = (long)config.KeyValueHeadCount * config.HeadSize;
        _layer = new AttentionLayer(index, config.HeadCount, config.KeyValueHeadCount, config.HeadSize,
            config.AttentionScale ?? (1 / Math.Sqrt(config.HeadSize)), config.Layers[index].Window, config.AttentionSoftCap);
        _normKind = config.QueryKeyNorm;
        if (config.FusedProjections)
        {
            _fused = parts.Projection($"{path}.qkv_proj", config.HiddenSize, queries + (2 * keys), config.QueryKeyValueBias);
        }
        else
        {
            _query = parts.Projection($"{path}.q_proj", config.HiddenSize, queries, config.QueryKeyValueBias);
            _key = parts.Projection($"{path}.k_proj", config.HiddenSize, keys, config.QueryKeyValueBias);
            _value = parts.Projection($"{path}.v_proj", config.HiddenSize, keys, config.QueryKeyValueBias);
        }

        _output = parts.Projection($"{path}.o_proj", queries, config.HiddenSize, config.OutputBias);
        if (_normKind != QueryKeyNorm.None)
        {
            bool perHead = _normKind == QueryKeyNorm.PerHead;
            _queryNorm = parts.Norm($"{path}.q_norm", perHead ? config.HeadSize : queries);
            _keyNorm = parts.Norm($"{path}.k_norm", perHead ? config.HeadSize : keys);
        }

        RegisterComponents();
    }

    public Tensor Forward(Tensor input, Rotation? rotation, IAttentionPattern attention, Tensor? rows)    // [N, D] -> [M, D]
    {
        using var scope = NewDisposeScope();
        long n = input.size(0);
        var (query, key, value) = Project(input);                                           // [N, H·Dh], [N, Hkv·Dh] twice
        query = Heads(query, n, _layer.HeadCount, _queryNorm);                              // [N, H, Dh]
        key = Heads(key, n, _layer.KeyValueHeadCount, _keyNorm);                            // [N, Hkv, Dh]
        value = value.reshape(n, _layer.KeyValueHeadCount, _layer.HeadSize);                // [N, Hkv, Dh]
        if (rotation is not null)
        {
            (query, key) = (rotation.Apply(query), rotation.Apply(key));
        }

        Tensor mixed = attention.Attend(_layer, query, key, value);                         // [N, H, Dh]
        Tensor wanted = Selection.Rows(mixed, rows);                                        // [M, H, Dh]
        return _output.forward(wanted.reshape(wanted.size(0), -1)).MoveToOuterDisposeScope();   // [M, D]
    }

    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor input)
    {
        if (_fused is null)
        {
            return (_query!.forward(input), _key!.forward(input), _value!.forward(input));
        }

        long queries = (long)_layer.HeadCount * _layer.HeadSize;
        long keys = (long)_layer.KeyValueHeadCount * _layer.HeadSize;
        Tensor all = _fused.forward(input);                                                 // [N, (H + 2·Hkv)·Dh]
        return (all.narrow(1, 0, queries), all.narrow(1, queries, keys), all.narrow(1, queries + keys, keys));
    }

    private Tensor Heads(Tensor flat, long n, int heads, RmsNorm? norm) => _normKind switch
    {
        QueryKeyNorm.PerHead => norm!.forward(flat.reshape(n, heads, _layer.HeadSize)),
        QueryKeyNorm.WholeProjection => norm!.forward(flat).reshape(n, heads, _layer.HeadSize),
        _ => flat.reshape(n, heads, _layer.HeadSize),
    };
}
