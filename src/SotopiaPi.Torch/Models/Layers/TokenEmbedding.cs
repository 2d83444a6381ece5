using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Looks up token vectors, scaled where the family asks for it; a tied head multiplies with the same weights.</summary>
internal sealed class TokenEmbedding : TensorModule
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;                // [V, D]
    private readonly double _scale;
    private (Tensor Packed, bool IsPacked) _head;                                       // a pair: a field of one tensor would become a buffer

    public TokenEmbedding(Parameter weight, double scale) : base(nameof(TokenEmbedding))
    {
        _weight = weight;
        _scale = scale;
        RegisterComponents();
    }

    public Parameter Weight => _weight;

    public override Tensor forward(Tensor input)                                        // [N] -> [N, D]
    {
        Tensor rows = AtenLookup.Embedding(_weight, input);
        if (_scale == 1)
        {
            return rows;
        }

        using (rows)
        using (Tensor scale = tensor(_scale, _weight.dtype, _weight.device))            // rounded to the weights' type, as in training
        {
            return rows * scale;
        }
    }

    /// <summary>Gives the logits of a tied head.</summary>
    public Tensor Unembed(Tensor hidden) => _head.IsPacked                              // [M, D] -> [M, V]
        ? AtenPackedLinear.Apply(hidden.contiguous(), _head.Packed, null)
        : LinearKernel.Serves(hidden, _weight) ? LinearKernel.Apply(hidden, _weight, null)
        : nn.functional.linear(hidden, _weight);

    /// <summary>Lets the head multiply with a copy in the layout that a CPU multiplies fastest; it then gives no gradients.</summary>
    public void PackHead()
    {
        using var off = no_grad();
        _head = (AtenPackedLinear.Pack(_weight).DetachFromDisposeScope(), true);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _head.IsPacked)
        {
            _head.Packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
