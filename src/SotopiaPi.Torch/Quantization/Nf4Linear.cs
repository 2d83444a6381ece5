using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A frozen linear layer that keeps its weight as 4-bit codes (QLoRA, arXiv:2305.14314) and multiplies in the type of its input.</summary>
internal sealed class Nf4Linear : TensorModule, ILinearWeights
{
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;                   // [Out]
    private readonly Nf4Product _product;
    private readonly string _path;

    public Nf4Linear(string path, Nf4Weight weight, Tensor? bias, Nf4Buffer buffer) : base(nameof(Nf4Linear))
    {
        _path = path;
        _product = new Nf4Product(weight, buffer);
        _bias = bias is null ? null : new Parameter(bias, requires_grad: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)                                        // [.., In] -> [.., Out]
    {
        using var scope = NewDisposeScope();
        Tensor result = input.requires_grad && is_grad_enabled() ? Nf4Function.apply(input, _product) : _product.Multiply(input);
        return (_bias is null ? result : result.Plus(_bias)).MoveToOuterDisposeScope();
    }

    public Tensor CopyWeight()
    {
        Nf4Weight weight = _product.Weight;
        Tensor values = empty(weight.Shape, float32, weight.Codes.device);
        Nf4Kernels.For(weight.Codes.device).Dequantize(weight, values);
        return values;
    }

    public Tensor? CopyBias() => _bias?.detach().clone();

    public void Set(Tensor weight, Tensor? bias) => throw new InvalidOperationException(
        $"The layer '{_path}' is quantised to 4 bits and cannot take other weights: load the model without quantisation to merge an adapter, or keep the adapter beside it.");

    public void Export(string path, IDictionary<string, Tensor> target)
    {
        Nf4Checkpoint.Write($"{path}.weight", _product.Weight, target);
        if (_bias is not null)
        {
            target.Add($"{path}.bias", _bias.alias());
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _product.Dispose();
        }

        base.Dispose(disposing);
    }
}
