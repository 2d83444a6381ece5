using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A linear layer for play alone: weights and inputs are rounded to 8 bits, see <see cref="Int8Weight"/>.</summary>
internal sealed class Int8Linear : TensorModule, ILinearWeights
{
    private readonly (Int8Weight Weight, Tensor? Bias) _values;                         // a pair: a field of one tensor would become a buffer
    private readonly string _path;

    public Int8Linear(string path, Tensor weight, Tensor? bias) : base(nameof(Int8Linear))
    {
        _path = path;
        _values = (new Int8Weight(weight), bias?.clone().DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>Rounds what another factory makes, where its weights are plain.</summary>
    public static LinearFactory Factory(LinearFactory inner) => (path, inputs, outputs, bias) =>
    {
        nn.Module<Tensor, Tensor> layer = inner(path, inputs, outputs, bias);
        if (layer is not PlainLinear plain || inputs < 2)
        {
            return layer;
        }

        using (layer)
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            try
            {
                return new Int8Linear(path, plain.CopyWeight(), plain.CopyBias());
            }
            catch (ArgumentException e)
            {
                throw new CheckpointException(path, e.Message, e);
            }
        }
    };

    /// <summary>Refuses what such layers cannot do, before anything is loaded.</summary>
    /// <exception cref="NotSupportedException">The machine, the device, the type or training rules them out.</exception>
    public static void Require(Device device, ScalarType type, bool trainable)
    {
        string? problem = !Int8Weight.IsSupported ? "this processor has no AVX512_VNNI"
            : device.type != DeviceType.CPU ? $"the device is {device}, wanted the CPU"
            : type != float32 ? $"the type is {type}, wanted Float32"
            : trainable ? "the decoder is to train, and such layers give no gradients"
            : null;
        if (problem is not null)
        {
            throw new NotSupportedException($"Weights of 8 bits are not possible here: {problem}. Choose another {nameof(WeightQuantization)}.");
        }
    }

    public override Tensor forward(Tensor input)                                        // [N, In] -> [N, Out]
    {
        if (is_grad_enabled() && input.requires_grad)
        {
            throw new InvalidOperationException($"The layer '{_path}' has weights of 8 bits and gives no gradients: load the model without quantisation, or as NF4, to train.");
        }

        return _values.Weight.Multiply(input, _values.Bias);
    }

    public Tensor CopyWeight() => _values.Weight.Dequantize();

    public Tensor? CopyBias() => _values.Bias?.clone();

    public void Set(Tensor weight, Tensor? bias) => throw new InvalidOperationException(
        $"The layer '{_path}' is quantised to 8 bits and cannot take other weights: load the model without quantisation to merge an adapter, or keep the adapter beside it.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _values.Weight.Dispose();
            _values.Bias?.Dispose();
        }

        base.Dispose(disposing);
    }
}
