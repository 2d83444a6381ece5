using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Looks up token vectors, scaled where the family asks for it; a tied head multiplies with the same weights.</summary>
internal sealed class TokenEmbedding : TensorModule
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;                // [V, D]
    private readonly double _scale;
    private PackedWeight? _head;

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
    public Tensor Unembed(Tensor hidden) => _head is not null                           // [M, D] -> [M, V]
        ? _head.Multiply(hidden)
        : LinearKernel.Serves(hidden, _weight) ? LinearKernel.Apply(hidden, _weight, null)
        : nn.functional.linear(hidden, _weight);

    /// <summary>Lets the head multiply with a copy in the layout that a CPU multiplies fastest.</summary>
    public void PackHead()
    {
        using var off = no_grad();
        _head = new PackedWeight(_weight, null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _head?.Dispose();
        }

        base.Dispose(disposing);
    }
}
