using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A linear layer that keeps its weight only in the layout that a CPU multiplies fastest: y = x·Wᵀ + b. It gives no gradients.</summary>
internal sealed class PackedLinear : TensorModule, ILinearWeights
{
    private (Tensor Packed, Tensor? Bias) _values;                                      // a pair: fields of one tensor would become buffers

    public PackedLinear(Tensor weight, Tensor? bias) : base(nameof(PackedLinear))
    {
        _values = (AtenPackedLinear.Pack(weight).DetachFromDisposeScope(), bias?.clone().DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>Whether layers of a kind can be packed.</summary>
    public static bool Suits(Device device, ScalarType type, bool trainable) =>
        !trainable && device.type == DeviceType.CPU && type == float32 && AtenPackedLinear.IsSupported;

    /// <summary>Packs what another factory makes, where its weights are plain.</summary>
    public static LinearFactory Factory(LinearFactory inner) => (path, inputs, outputs, bias) =>
    {
        nn.Module<Tensor, Tensor> layer = inner(path, inputs, outputs, bias);
        if (layer is not PlainLinear plain)
        {
            return layer;
        }

        using (layer)
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            return new PackedLinear(plain.CopyWeight(), plain.CopyBias());
        }
    };

    public override Tensor forward(Tensor input) =>                                     // [N, In] -> [N, Out]
        AtenPackedLinear.Apply(input.contiguous(), _values.Packed, _values.Bias);

    public Tensor CopyWeight() => _values.Packed.to_dense();

    public Tensor? CopyBias() => _values.Bias?.clone();

    public void Set(Tensor weight, Tensor? bias)
    {
        using var off = no_grad();
        Tensor packed = AtenPackedLinear.Pack(weight).DetachFromDisposeScope();
        _values.Packed.Dispose();
        _values.Packed = packed;
        if (bias is not null)
        {
            _values.Bias!.copy_(bias);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _values.Packed.Dispose();
            _values.Bias?.Dispose();
        }

        base.Dispose(disposing);
    }
}
