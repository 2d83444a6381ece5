using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A linear head that gives one number for a state, in the form in which Hugging Face keeps it: <c>score.weight</c> [1, D] of a model for sequence
/// classification with one label, trained whole beside an adapter (<c>modules_to_save</c>).
/// </summary>
internal static class RewardHead
{
    /// <summary>The path of the head.</summary>
    public const string Path = "score";

    /// <summary>Makes a new head: normal with the model's own deviation.</summary>
    public static LoraModule Create(DecoderConfig config, long seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using Generator generator = new((ulong)StableKey.Seed(["head", seed.ToString(CultureInfo.InvariantCulture)]), CPU);
        Tensor weight = empty([1, config.HiddenSize], float32, CPU).normal_(0, config.InitializerRange, generator);
        Parameter parameter = new(TensorBytes.Moved(weight, device, float32), requires_grad: true);
        return new LoraModule(Path, 1, null, null) { Weight = (Parameter)parameter.DetachFromDisposeScope() };
    }

    /// <summary>Gives the part of an adapter that works in the decoder, and the head; both share their matrices with it.</summary>
    /// <exception cref="CheckpointException">The adapter has no head, or one of another shape.</exception>
    public static (LoraAdapter Body, Parameter Head) Split(LoraAdapter adapter, string folder, DecoderConfig config)
    {
        if (!adapter.Modules.TryGetValue(Path, out LoraModule? head) || head.Weight is not { } weight || weight.dim() != 2 || weight.size(0) != 1 || weight.size(1) != config.HiddenSize)
        {
            throw new CheckpointException(folder, $"the adapter has no '{Path}.weight' [1, {config.HiddenSize}]; wanted one of a model for sequence classification with one label, as {nameof(RewardTrainer)} and TRL save it.");
        }

        return (new LoraAdapter(adapter.Config, adapter.Modules.Values.Where(module => module.Path != Path)), weight);
    }

    /// <summary>Computes the negative rewards of states: in the place of −log p, so that a row's value is its reward.</summary>
    public static RowLosses Losses(Parameter head) => (_, hidden, _) => -matmul(hidden.to(float32), head.t()).squeeze(1);
}
