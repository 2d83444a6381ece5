using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A linear layer that keeps its weight only in the layout that a CPU multiplies fastest: y = x·Wᵀ + b. The weight does not train; gradients pass to the input.</summary>
internal sealed class PackedLinear : TensorModule, ILinearWeights
{
    private PackedWeight _weight;

    public PackedLinear(Tensor weight, Tensor? bias, bool half = false) : base(nameof(PackedLinear))
    {
        _weight = new PackedWeight(weight, bias?.clone(), half);
        RegisterComponents();
    }

    /// <summary>Whether layers of a kind can be packed.</summary>
    public static bool Suits(Device device, ScalarType type, bool trainable) =>
        !trainable && device.type == DeviceType.CPU && type == float32 && AtenPackedLinear.IsSupported;

    /// <summary>Packs what another factory makes, where its weights are plain; with <paramref name="half"/> for products of bfloat16 numbers.</summary>
    public static LinearFactory Factory(LinearFactory inner, bool half) => (path, inputs, outputs, bias) =>
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
            return new PackedLinear(plain.CopyWeight(), plain.CopyBias(), half);
        }
    };

    public override Tensor forward(Tensor input) => _weight.Multiply(input);            // [N, In] -> [N, Out]

    public Tensor CopyWeight() => _weight.Values();

    public Tensor? CopyBias() => _weight.Bias?.clone();

    public void Set(Tensor weight, Tensor? bias)
    {
        using var off = no_grad();
        PackedWeight old = _weight;
        _weight = new PackedWeight(weight, bias?.clone() ?? CopyBias(), old.IsHalf);
        old.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
