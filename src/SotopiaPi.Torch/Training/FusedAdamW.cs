using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Updates many parameters in one call of libtorch's fused kernel (AdamW, arXiv:1711.05101): the decay comes first, moments are corrected
/// for their start at 0, ε is added to the root. Equal to <c>torch.optim.AdamW</c> up to rounding, and 8 to 35 times faster on adapters.
/// </summary>
internal sealed class FusedAdamW : IDisposable
{
    // The dispatcher cannot pass what this operator takes; a script can. Compiled once: its native part is never freed.
    private static readonly Lazy<jit.CompilationUnit> s_script = new(static () => jit.compile(
        """
        def step(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, eps: float):
          torch._foreach_add_(s, 1)
          torch._fused_adamw_(p, g, m, v, [], s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
          return None
        def norm(g: List[Tensor]):
          return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)))
        def scale(g: List[Tensor], by: float):
          torch._foreach_mul_(g, by)
          return None
        def zero(g: List[Tensor]):
          torch._foreach_zero_(g)
          return None

        """));

    private readonly Tensor[] _parameters;
    private readonly Tensor[] _gradients;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Tensor[] _steps;
    private readonly AdamWSettings _settings;

    /// <summary>Starts with moments of 0 and gives every parameter a gradient of 0, which backward passes add to.</summary>
    /// <param name="parameters">The parameters, all on one device, each a leaf that requires a gradient. Not disposed by this object.</param>
    /// <param name="settings">Betas, ε and decay.</param>
    public FusedAdamW(IEnumerable<Tensor> parameters, AdamWSettings settings)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _settings = settings;
        _parameters = [.. parameters];
        _gradients = [.. _parameters.Select(WithGradient)];
        _means = [.. _parameters.Select(p => zeros_like(p).DetachFromDisposeScope())];
        _squares = [.. _parameters.Select(p => zeros_like(p).DetachFromDisposeScope())];
        _steps = [.. _parameters.Select(p => zeros([], float32, p.device).DetachFromDisposeScope())];
    }

    /// <summary>Gets the number of updates made.</summary>
    public int Steps { get; private set; }

    /// <summary>Gets the moments of each parameter, in the order of the parameters; owned by this object.</summary>
    public IEnumerable<(Tensor Mean, Tensor Square)> Moments => _means.Zip(_squares);

    /// <summary>Forgets the gradients gathered so far.</summary>
    public void ZeroGradients() => Invoke("zero", [_gradients]);

    /// <summary>Computes the norm of all gradients together: a fresh scalar in the current dispose scope.</summary>
    public Tensor GradientNorm() => (Tensor)Invoke("norm", [_gradients])!;

    /// <summary>Multiplies all gradients by a number.</summary>
    public void ScaleGradients(double by) => Invoke("scale", [_gradients, by]);

    /// <summary>Updates all parameters with the gradients gathered.</summary>
    public void Step(double learningRate)
    {
        Invoke("step", [_parameters, _gradients, _means, _squares, _steps, learningRate, _settings.Beta1, _settings.Beta2, _settings.WeightDecay, _settings.Epsilon]);
        Steps++;
    }

    /// <summary>Takes over the state of another run.</summary>
    /// <param name="moments">The moments in the order of the parameters; copied.</param>
    /// <param name="steps">The updates made.</param>
    public void Restore(IReadOnlyList<(Tensor Mean, Tensor Square)> moments, int steps)
    {
        using var frozen = no_grad();
        for (int i = 0; i < _parameters.Length; i++)
        {
            _means[i].copy_(moments[i].Mean);
            _squares[i].copy_(moments[i].Square);
            _steps[i].FillInPlace(steps);
        }

        Steps = steps;
    }

    /// <summary>Frees moments and gradients; the parameters stay.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].grad = null;
            _gradients[i].Dispose();
            _means[i].Dispose();
            _squares[i].Dispose();
            _steps[i].Dispose();
        }
    }

    private static Tensor WithGradient(Tensor parameter)
    {
        parameter.grad = zeros_like(parameter);
        return parameter.grad!.DetachFromDisposeScope();
    }

    private static object? Invoke(string function, object[] arguments)
    {
        using var frozen = no_grad();
        object[] kept = Array.ConvertAll(arguments, argument => argument is double number ? (Scalar)number : argument);   // see TensorArithmetic
        object? result = s_script.Value.invoke(function, kept);
        GC.KeepAlive(kept);
        return result;
    }
}
