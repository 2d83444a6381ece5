using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A frozen linear layer plus the update of the adapter in use: y = W·x + b + scaling · B·A·x (arXiv:2106.09685). The adapter's matrices are
/// not components of this module, so that adapters come and go while the decoder stays.
/// </summary>
internal sealed class LoraLinear : TensorModule, ILinearWeights
{
    [ComponentName(Name = "base_layer")] private readonly nn.Module<Tensor, Tensor> _frozen;
    private readonly long _inputs;
    private readonly long _outputs;
    private readonly LoraHost _host;
    private (Tensor Weight, Tensor? Bias)? _original;                                   // while merged

    public LoraLinear(string path, nn.Module<Tensor, Tensor> frozen, long inputs, long outputs, LoraHost host) : base(nameof(LoraLinear))
    {
        (Path, _frozen, _inputs, _outputs, _host) = (path, frozen, inputs, outputs, host);
        RegisterComponents();
    }

    public string Path { get; }

    private ILinearWeights Weights => _frozen as ILinearWeights
        ?? throw new InvalidOperationException($"The layer '{Path}' is of a kind whose weights cannot be read ({_frozen.GetName()}).");

    public override Tensor forward(Tensor input)                                        // [N, In] -> [N, Out]
    {
        if (_host.Rows.Count > 0)
        {
            return Mixed(input);
        }

        return _host.Active is { } adapter && adapter.Modules.TryGetValue(Path, out LoraModule? module)
            ? Adapted(input, module, adapter.Config.Dropout)
            : _frozen.forward(input);
    }

    /// <summary>Creates the matrices of a new adapter for this layer.</summary>
    public LoraModule NewModule(int rank, double scaling, Generator generator, Device device)
    {
        double bound = 1 / Math.Sqrt(_inputs);                                          // Kaiming-uniform with a = √5
        using var off = no_grad();
        Tensor down = empty([rank, _inputs], float32, CPU).uniform_(-bound, bound, generator);
        return new LoraModule(Path, scaling, new Parameter(TensorBytes.Moved(down, device, float32), requires_grad: true),
            new Parameter(zeros([_outputs, rank], float32, device), requires_grad: true));
    }

    /// <summary>Refuses matrices of another size.</summary>
    public void CheckShapes(LoraModule module)
    {
        bool fits = (module.Down is null || module.Down.size(1) == _inputs) && (module.Up is null || module.Up.size(0) == _outputs)
            && (module.Bias is null || module.Bias.size(0) == _outputs)
            && (module.Weight is null || (module.Weight.size(0) == _outputs && module.Weight.size(1) == _inputs));
        if (!fits)
        {
            throw new ArgumentException($"The adapter's part for '{Path}' has the shapes {string.Join(", ", module.Parameters().Select(p => $"[{string.Join(", ", p.Parameter.shape)}]"))}, which do not fit a layer from {_inputs} to {_outputs}; it was trained for another model.");
        }
    }

    /// <summary>Gives the weight with the update added, computed in float32, in the weight's type.</summary>
    public Tensor Merged(LoraModule module)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor weight = Weights.CopyWeight();                                           // [Out, In]
        Tensor sum = module.Weight is { } replacement ? replacement.to(weight.dtype)
            : module is { Down: { } down, Up: { } up } ? Sum(weight, module, down, up).to(weight.dtype)
            : weight;
        return isfinite(sum).all().item<bool>()
            ? sum.MoveToOuterDisposeScope()
            : throw new InvalidOperationException($"The merged weight of '{Path}' is not finite (NaN or infinite): the adapter is damaged or too large for {weight.dtype}; nothing was changed.");
    }

    public void Replace(Tensor weight, Tensor? bias)
    {
        _original = (Weights.CopyWeight().DetachFromDisposeScope(), Weights.CopyBias()?.DetachFromDisposeScope());
        Weights.Set(weight, bias);
    }

    public void Restore()
    {
        if (_original is not { } original)
        {
            return;
        }

        Weights.Set(original.Weight, original.Bias);
        Forget();
    }

    public Tensor CopyWeight() => Weights.CopyWeight();

    public Tensor? CopyBias() => Weights.CopyBias();

    public void Set(Tensor weight, Tensor? bias) => Weights.Set(weight, bias);

    public void Export(string path, IDictionary<string, Tensor> target) => Weights.Export(path, target);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Forget();
        }

        base.Dispose(disposing);
    }

    private void Forget()
    {
        _original?.Weight.Dispose();
        _original?.Bias?.Dispose();
        _original = null;
    }

    private Tensor Adapted(Tensor input, LoraModule module, double dropout)
    {
        using var scope = NewDisposeScope();
        if (module.Weight is { } weight)
        {
            using Tensor? own = module.Bias is null ? Weights.CopyBias() : null;
            return nn.functional.linear(input.to(weight.dtype), weight, module.Bias ?? own).to(input.dtype).MoveToOuterDisposeScope();
        }

        Tensor result = _frozen.forward(input);                                         // [N, Out]
        if (module.Bias is { } bias)
        {
            result = result.Plus(bias - Weights.CopyBias()!);                                       // takes the place of the layer's own
        }

        return Update(input, result, module, dropout).MoveToOuterDisposeScope();
    }

    private static Tensor Sum(Tensor weight, LoraModule module, Tensor down, Tensor up)
    {
        Tensor sum = weight.to(float32).Plus(matmul(up, down).Times(module.Scaling)); // [Out, In]
        return module.Magnitude is { } magnitude ? sum * (magnitude / sum.norm(1)).unsqueeze(1) : sum;
    }

    private Tensor Update(Tensor input, Tensor result, LoraModule module, double dropout)
    {
        if (module is not { Down: { } down, Up: { } up })
        {
            return result;
        }

        Tensor x = Dropped(input.to(down.dtype), dropout).reshape(-1, _inputs);         // [N, In]
        Tensor own = result.to(down.dtype).reshape(-1, _outputs);                       // [N, Out]
        if (module.Magnitude is null && LinearKernel.Serves(x, down))
        {
            return LoraUpdateKernel.Add(own, x, down, up, module.Scaling).to(input.dtype).reshape(result.shape);
        }

        Tensor low = matmul(x, down.t());                                               // [N, R]
        Tensor sum = module.Magnitude is { } magnitude ? Scaled(own, low, module, magnitude) : addmm(own, low, up.t(), 1f, (float)module.Scaling);
        return sum.to(input.dtype).reshape(result.shape);                               // [N, Out]
    }

    // DoRA: (x·Wᵀ + update) times the magnitude over the row's norm; the norm is constant in the backward pass (arXiv:2402.09353 §4.3).
    private Tensor Scaled(Tensor own, Tensor low, LoraModule module, Tensor magnitude)
    {
        if (_host.DropoutGenerator is not null)
        {
            throw new InvalidOperationException($"The layer '{Path}' has a DoRA update, which is not trained with dropout here; set {nameof(LoraHost.DropoutGenerator)} to null.");
        }

        Tensor norm;
        using (no_grad())
        {
            norm = Weights.CopyWeight().to(float32).Plus(matmul(module.Up!, module.Down!).Times(module.Scaling)).norm(1);   // [Out]
        }

        Tensor scale = magnitude / norm;
        Tensor? bias = module.Bias ?? Weights.CopyBias();
        Tensor sum = addmm(bias is null ? own : own - bias, low, module.Up!.t(), 1f, (float)module.Scaling) * scale;
        return bias is null ? sum : sum.Plus(bias);
    }

    private Tensor Dropped(Tensor x, double probability)
    {
        if (_host.DropoutGenerator is not { } generator || probability == 0)
        {
            return x;
        }

        Tensor kept = empty_like(x).bernoulli_(1 - probability, generator);
        return x * kept.Over(1 - probability);
    }

    private Tensor Mixed(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_host.Rows.All(run => run.Adapter is null || !run.Adapter.Modules.ContainsKey(Path)))
        {
            return _frozen.forward(input).MoveToOuterDisposeScope();
        }

        long total = _host.Rows.Sum(run => run.Count);
        if (input.size(0) != total)
        {
            throw new InvalidOperationException($"The layer '{Path}' got {input.size(0)} rows, but adapters were assigned to {total}; assign one to each row of the pass.");
        }

        List<Tensor> parts = [];
        Tensor result = _frozen.forward(input);                                         // the base once for all rows
        if (LoraRowsKernel.Serves(input, result, _host.Rows, Path))
        {
            LoraRowsKernel.Add(input.contiguous(), result, _host.Rows, Path);
            return result.MoveToOuterDisposeScope();
        }

        long start = 0;
        foreach (LoraRows run in _host.Rows)
        {
            Tensor rows = input.narrow(0, start, run.Count);
            Tensor own = result.narrow(0, start, run.Count);
            parts.Add(run.Adapter is { } adapter && adapter.Modules.TryGetValue(Path, out LoraModule? module)
                ? module.Weight is null && module.Bias is null ? Update(rows, own, module, adapter.Config.Dropout) : Adapted(rows, module, adapter.Config.Dropout)
                : own);
            start += run.Count;
        }

        return cat(parts, 0).MoveToOuterDisposeScope();
    }
}
