using SotopiaPi.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// The usual recipe: a right-padded batch through a Llama decoder of TorchSharp's own operators, LoRA on q and v, logits of every position, mean
/// loss over the targets, backward pass, TorchSharp's AdamW. Attention is causal without a mask, which right padding allows and which is the
/// fastest that TorchSharp has; tensors are freed layer by layer, as Python would.
/// </summary>
internal sealed class PlainLora : IDisposable
{
    private const long Ignored = -100;

    private readonly DecoderConfig _config;
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly Dictionary<string, (Parameter Down, Parameter Up)> _adapter;
    private readonly double _scaling;
    private readonly Tensor _cos;                                                       // [P, Dh]
    private readonly Tensor _sin;
    private readonly optim.Optimizer _optimizer;

    /// <summary>Makes the recipe.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">Its weights, taken over.</param>
    /// <param name="start">The adapter to start from, copied.</param>
    /// <param name="learningRate">The learning rate.</param>
    public PlainLora(DecoderConfig config, IReadOnlyDictionary<string, Tensor> weights, LoraAdapter start, double learningRate)
    {
        (_config, _weights) = (config, weights);
        _scaling = start.Modules.Values.First().Scaling;
        _adapter = start.Modules.Values.ToDictionary(m => m.Path, m => (Copy(m.Down!), Copy(m.Up!)));
        double theta = config.Layers[0].Rope!.Theta;
        using var scope = NewDisposeScope();
        Tensor frequencies = pow(theta, arange(0, config.HeadSize, 2, dtype: float32) / -config.HeadSize);
        Tensor angles = outer(arange(config.MaxPositions, dtype: float32), frequencies);
        _cos = cat([angles, angles], 1).cos().DetachFromDisposeScope();
        _sin = cat([angles, angles], 1).sin().DetachFromDisposeScope();
        _optimizer = optim.AdamW(_adapter.Values.SelectMany(m => new[] { m.Down, m.Up }), learningRate, weight_decay: 0);
    }

    /// <summary>Gives the gradients of A and B of a layer after a backward pass.</summary>
    public (Tensor Down, Tensor Up) Gradients(string path) => (_adapter[path].Down.grad!, _adapter[path].Up.grad!);

    /// <summary>Makes one optimizer step on a batch.</summary>
    public double Step(IReadOnlyList<TokenSequence> batch)
    {
        double loss = BackPropagate(batch);
        _optimizer.step();
        return loss;
    }

    /// <summary>Computes the mean loss of a batch and its gradients.</summary>
    public double BackPropagate(IReadOnlyList<TokenSequence> batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        int length = batch.Max(row => row.Ids.Length);
        long[] ids = [.. batch.SelectMany(row => Padded(row.Ids.Select(id => (long)id), length, 0))];
        long[] labels = [.. batch.SelectMany(row => Padded(row.Ids.Select((id, t) => row.LossWeights[t] > 0 ? id : Ignored), length, Ignored).Skip(1).Append(Ignored))];
        Tensor loss = Loss(tensor(ids).view(batch.Count, length), tensor(labels));
        loss.backward();
        return loss.ToDouble();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var (down, up) in _adapter.Values)
        {
            down.Dispose();
            up.Dispose();
        }

        foreach (Tensor weight in _weights.Values)
        {
            weight.Dispose();
        }

        _cos.Dispose();
        _sin.Dispose();
    }

    private static Parameter Copy(Tensor tensor) => new(tensor.detach().clone().DetachFromDisposeScope());

    private static IEnumerable<long> Padded(IEnumerable<long> values, int length, long with)
    {
        long[] row = [.. values];
        return row.Concat(Enumerable.Repeat(with, length - row.Length));
    }

    // The logits themselves are not needed any more in the backward pass.
    private Tensor Loss(Tensor ids, Tensor labels)
    {
        using var scope = NewDisposeScope();
        Tensor logits = Logits(ids);                                                    // [B, T, V]
        return nn.functional.cross_entropy(logits.view(-1, logits.size(2)), labels, ignore_index: Ignored).MoveToOuterDisposeScope();
    }

    private Tensor Logits(Tensor ids)
    {
        using var scope = NewDisposeScope();
        Tensor embedding = _weights["model.embed_tokens.weight"];
        Tensor x = embedding.index_select(0, ids.view(-1)).view(ids.size(0), ids.size(1), -1);
        for (int layer = 0; layer < _config.Layers.Count; layer++)
        {
            Tensor next = Layer(x, $"model.layers.{layer}");
            x.Dispose();
            x = next;
        }

        return nn.functional.linear(Norm(x, "model.norm"), embedding).MoveToOuterDisposeScope();
    }

    private Tensor Layer(Tensor x, string path)
    {
        using var scope = NewDisposeScope();
        Tensor middle = x + Attention(Norm(x, $"{path}.input_layernorm"), $"{path}.self_attn");
        return (middle + Mlp(Norm(middle, $"{path}.post_attention_layernorm"), $"{path}.mlp")).MoveToOuterDisposeScope();
    }

    private Tensor Attention(Tensor x, string path)
    {
        using var scope = NewDisposeScope();
        var (b, t) = (x.size(0), x.size(1));
        Tensor Heads(Tensor flat, int heads) => flat.view(b, t, heads, _config.HeadSize).transpose(1, 2);   // [B, H, T, Dh]
        Tensor query = Rotated(Heads(Projected(x, $"{path}.q_proj"), _config.HeadCount), t);
        Tensor key = Rotated(Heads(Projected(x, $"{path}.k_proj"), _config.KeyValueHeadCount), t);
        Tensor value = Heads(Projected(x, $"{path}.v_proj"), _config.KeyValueHeadCount);
        long group = _config.HeadCount / _config.KeyValueHeadCount;
        Tensor mixed = nn.functional.scaled_dot_product_attention(query, key.repeat_interleave(group, 1), value.repeat_interleave(group, 1), is_casual: true);
        return Projected(mixed.transpose(1, 2).reshape(b, t, -1), $"{path}.o_proj").MoveToOuterDisposeScope();
    }

    private Tensor Mlp(Tensor x, string path)
    {
        using var scope = NewDisposeScope();
        return Projected(nn.functional.silu(Projected(x, $"{path}.gate_proj")) * Projected(x, $"{path}.up_proj"), $"{path}.down_proj").MoveToOuterDisposeScope();
    }

    private Tensor Projected(Tensor x, string path)
    {
        using var scope = NewDisposeScope();
        Tensor own = nn.functional.linear(x, _weights[$"{path}.weight"]);
        return (_adapter.TryGetValue(path, out var update) ? own + (nn.functional.linear(nn.functional.linear(x, update.Down), update.Up) * _scaling) : own).MoveToOuterDisposeScope();
    }

    private Tensor Norm(Tensor x, string path)
    {
        using var scope = NewDisposeScope();
        return (x * (x.square().mean([-1], keepdim: true) + _config.NormEpsilon).rsqrt() * _weights[$"{path}.weight"]).MoveToOuterDisposeScope();
    }

    private Tensor Rotated(Tensor heads, long length)
    {
        using var scope = NewDisposeScope();
        Tensor[] halves = heads.chunk(2, -1);
        return ((heads * _cos.narrow(0, 0, length)) + (cat([-halves[1], halves[0]], -1) * _sin.narrow(0, 0, length))).MoveToOuterDisposeScope();
    }
}
