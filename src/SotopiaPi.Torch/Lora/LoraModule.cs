using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>What an adapter holds for one linear layer: the update scaling · B·A, and where it was trained so, the bias or all of the layer.</summary>
public sealed class LoraModule : IDisposable
{
    internal LoraModule(string path, double scaling, Parameter? down, Parameter? up)
    {
        (Path, Scaling, Down, Up) = (path, scaling, down, up);
    }

    /// <summary>Gets the layer's path.</summary>
    public string Path { get; }

    /// <summary>Gets A [R, In]; <see langword="null"/> where there is no update.</summary>
    public Parameter? Down { get; }

    /// <summary>Gets B [Out, R]; <see langword="null"/> where there is no update.</summary>
    public Parameter? Up { get; }

    /// <summary>Gets what the update is multiplied with: α/r, or α/√r.</summary>
    public double Scaling { get; }

    /// <summary>Gets the bias [Out] that takes the place of the layer's own; <see langword="null"/> to keep that.</summary>
    public Parameter? Bias { get; internal init; }

    /// <summary>Gets the weight [Out, In] that takes the place of the layer's own; <see langword="null"/> to keep that.</summary>
    public Parameter? Weight { get; internal init; }

    /// <summary>
    /// Gets the length [Out] that each row of W + scaling · B·A is brought to (DoRA, arXiv:2402.09353); <see langword="null"/> for plain LoRA.
    /// </summary>
    public Parameter? Magnitude { get; internal init; }

    /// <summary>Gets scaling · Bᵀ [R, Out] as it was when the adapter was frozen; <see langword="null"/> before.</summary>
    internal Tensor? FrozenUp { get; private set; }

    /// <summary>Gets whether the module is an update and nothing else.</summary>
    internal bool IsPlain => Down is not null && Up is not null && Bias is null && Weight is null && Magnitude is null;

    /// <summary>Keeps B in the layout of <see cref="LoraRowsKernel"/>; what is trained later is not seen at play.</summary>
    internal void Freeze()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        FrozenUp ??= IsPlain ? Up!.t().Times(Scaling).contiguous().DetachFromDisposeScope() : null;
    }

    /// <summary>Gets the parameters by their names in an adapter file.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters()
    {
        string prefix = $"{LoraAdapter.NamePrefix}{Path}";
        if (Down is not null && Up is not null)
        {
            yield return ($"{prefix}.lora_A.weight", Down);
            yield return ($"{prefix}.lora_B.weight", Up);
        }

        if (Magnitude is not null)
        {
            yield return ($"{prefix}.lora_magnitude_vector", Magnitude);
        }

        if (Bias is not null)
        {
            yield return (Down is null ? $"{prefix}.bias" : $"{prefix}.base_layer.bias", Bias);
        }

        if (Weight is not null)
        {
            yield return ($"{prefix}.weight", Weight);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Down?.Dispose();
        Up?.Dispose();
        Bias?.Dispose();
        Weight?.Dispose();
        Magnitude?.Dispose();
        FrozenUp?.Dispose();
    }
}
