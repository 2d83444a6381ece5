using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The keys and values of a pass that its branches see, layer by layer. Branches get leaves of their own, whose gradients add up branch by
/// branch and enter the pass's backward pass at the end.
/// </summary>
/// <param name="rows">The first rows that branches see.</param>
internal sealed class KeptKeys(int rows) : IDisposable
{
    private readonly Dictionary<int, Pair> _keys = [];
    private readonly Dictionary<int, Pair> _values = [];

    /// <summary>Gets the number of rows kept.</summary>
    public int Rows => rows;

    /// <summary>Keeps the keys and values [N, Hkv, Dh] of a layer.</summary>
    public void Keep(int layer, Tensor key, Tensor value)
    {
        _keys.Add(layer, Pair.Of(key, rows));
        _values.Add(layer, Pair.Of(value, rows));
    }

    /// <summary>Gives the keys of a layer [rows, Hkv, Dh], owned by this object.</summary>
    public Tensor Key(int layer) => _keys[layer].Leaf;

    /// <summary>Gives the values of a layer [rows, Hkv, Dh], owned by this object.</summary>
    public Tensor Value(int layer) => _values[layer].Leaf;

    /// <summary>Lists the tensors that the branches gave gradients to, with these.</summary>
    public IEnumerable<(Tensor Root, Tensor Gradient)> Gradients() =>
        from pair in _keys.Values.Concat(_values.Values)
        let gradient = pair.Leaf.requires_grad ? pair.Leaf.grad : null
        where gradient is not null
        select (pair.Root, gradient);

    /// <summary>Frees what was kept.</summary>
    public void Dispose()
    {
        foreach (Pair pair in _keys.Values.Concat(_values.Values))
        {
            pair.Root.Dispose();
            pair.Leaf.Dispose();
        }

        _keys.Clear();
        _values.Clear();
    }

    private readonly record struct Pair(Tensor Root, Tensor Leaf)
    {
        public static Pair Of(Tensor tensor, int rows)
        {
            Tensor root = tensor.narrow(0, 0, rows).DetachFromDisposeScope();
            Tensor leaf = root.detach().DetachFromDisposeScope();
            return new Pair(root, root.requires_grad ? leaf.requires_grad_() : leaf);
        }
    }
}
