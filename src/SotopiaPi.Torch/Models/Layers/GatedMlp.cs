using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>The gated MLP down(activation(gate(x)) · up(x)) (arXiv:2002.05202).</summary>
internal sealed class GatedMlp : TensorModule
{
    [ComponentName(Name = "gate_proj")] private readonly nn.Module<Tensor, Tensor>? _gate;
    [ComponentName(Name = "up_proj")] private readonly nn.Module<Tensor, Tensor>? _up;
    [ComponentName(Name = "gate_up_proj")] private readonly nn.Module<Tensor, Tensor>? _fused;   // rows gate, up
    [ComponentName(Name = "down_proj")] private readonly nn.Module<Tensor, Tensor> _down;
    private readonly DecoderActivation _activation;
    private readonly long _width;

    public GatedMlp(string path, DecoderParts parts) : base(nameof(GatedMlp))
    {
        DecoderConfig config = parts.Config;
        _activation = config.Activation;
        _width = config.IntermediateSize;
        if (config.FusedProjections)
        {
            _fused = parts.Projection($"{path}.gate_up_proj", config.HiddenSize, 2 * _width, config.MlpBias);
        }
        else
        {
            _gate = parts.Projection($"{path}.gate_proj", config.HiddenSize, _width, config.MlpBias);
            _up = parts.Projection($"{path}.up_proj", config.HiddenSize, _width, config.MlpBias);
        }

        _down = parts.Projection($"{path}.down_proj", _width, config.HiddenSize, config.MlpBias);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)                                        // [N, D] -> [N, D]
    {
        using var scope = NewDisposeScope();
        var (gate, up) = Project(input);                                                // [N, I] twice
        Tensor inner = _activation == DecoderActivation.Silu && CpuKernels.Serve(gate) ? SiluProductKernel.Multiply(gate, up) : Activate(gate) * up;
        return _down.forward(inner).MoveToOuterDisposeScope();
    }

    private (Tensor Gate, Tensor Up) Project(Tensor input)
    {
        if (_fused is null)
        {
            return (_gate!.forward(input), _up!.forward(input));
        }

        Tensor both = _fused.forward(input);                                            // [N, 2·I]
        return (both.narrow(1, 0, _width), both.narrow(1, _width, _width));
    }

    private Tensor Activate(Tensor gate) => _activation switch
    {
        DecoderActivation.Silu => nn.functional.silu(gate),
        DecoderActivation.GeluTanh => GeluTanh(gate),
        _ => nn.functional.gelu(gate),
    };

    private static Tensor GeluTanh(Tensor x) =>
        x.Times(0.5) * x.Plus(x.Times(0.044715) * x * x).Times(Math.Sqrt(2 / Math.PI)).tanh().Plus(1);
}
