using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The keys and values of a pass that its branches see, layer by layer. Branches get leaves of their own, whose gradients add up branch by
/// branch and enter the pass's backward pass at the end.
/// </summary>
/// <param name="rows">The first rows that branches see.</param>
/// <param name="recomputed">Whether the layers have no graph until the backward pass computes them again.</param>
internal sealed class KeptKeys(int rows, bool recomputed) : IDisposable
{
    private readonly Dictionary<int, (Pair Key, Pair Value)> _layers = [];

    /// <summary>Gets the number of rows kept.</summary>
    public int Rows => rows;

    /// <summary>Keeps the keys and values [N, Hkv, Dh] of a layer, or takes those computed again for their graph.</summary>
    public void Keep(int layer, Tensor key, Tensor value)
    {
        _layers[layer] = _layers.Remove(layer, out var known)
            ? (known.Key.With(key, rows), known.Value.With(value, rows))
            : (Pair.Of(key, rows, recomputed), Pair.Of(value, rows, recomputed));
    }

    /// <summary>Gives the keys of a layer [rows, Hkv, Dh], owned by this object.</summary>
    public Tensor Key(int layer) => _layers[layer].Key.Leaf;

    /// <summary>Gives the values of a layer [rows, Hkv, Dh], owned by this object.</summary>
    public Tensor Value(int layer) => _layers[layer].Value.Leaf;

    /// <summary>Lists the tensors with a graph that the branches gave gradients to, with these.</summary>
    public IEnumerable<(Tensor Root, Tensor Gradient)> Gradients() => _layers.Keys.SelectMany(Gradients);

    /// <summary>Lists those of one layer.</summary>
    public IEnumerable<(Tensor Root, Tensor Gradient)> Gradients(int layer) =>
        from pair in new[] { _layers[layer].Key, _layers[layer].Value }
        let gradient = pair.Root.requires_grad ? pair.Leaf.grad : null
        where gradient is not null
        select (pair.Root, gradient);

    /// <summary>Frees what was kept.</summary>
    public void Dispose()
    {
        foreach (var (key, value) in _layers.Values)
        {
            key.Dispose();
            value.Dispose();
        }

        _layers.Clear();
    }

    private readonly record struct Pair(Tensor Root, Tensor Leaf) : IDisposable
    {
        public static Pair Of(Tensor tensor, int rows, bool recomputed)
        {
            Tensor root = tensor.narrow(0, 0, rows).DetachFromDisposeScope();
            Tensor leaf = root.detach().DetachFromDisposeScope();
            return new Pair(root, root.requires_grad || recomputed ? leaf.requires_grad_() : leaf);
        }

        public Pair With(Tensor tensor, int rows)
        {
            Root.Dispose();
            return this with { Root = tensor.narrow(0, 0, rows).DetachFromDisposeScope() };
        }

        public void Dispose()
        {
            Root.Dispose();
            Leaf.Dispose();
        }
    }
}
