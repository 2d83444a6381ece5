using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>Says how a decoder is built: where, in which precision, of which linear layers.</summary>
public sealed class DecoderOptions
{
    /// <summary>Gets or sets where the parameters lie and the decoder computes.</summary>
    /// <value>The default is the CPU.</value>
    public torch.Device Device { get; set; } = torch.CPU;

    /// <summary>Gets or sets the element type of the parameters and of what is computed with them; norms, softmax, rotations and logits are float32 in any case.</summary>
    /// <value>
    /// <c>Float32</c> (default), <c>BFloat16</c>, <c>Float16</c> or <c>Float64</c>; <see langword="null"/> for <c>BFloat16</c> where the checkpoint
    /// is stored in 16 bits or fewer and the device has units for it (CUDA, CPUs with AVX512_BF16 or AMX_BF16), <c>Float32</c> elsewhere.
    /// </value>
    public torch.ScalarType? Type
    {
        get;
        set
        {
            if (value is not (null or torch.ScalarType.Float32 or torch.ScalarType.BFloat16 or torch.ScalarType.Float16 or torch.ScalarType.Float64))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A decoder computes in Float32, BFloat16, Float16 or Float64.");
            }

            field = value;
        }
    } = torch.ScalarType.Float32;

    /// <summary>Gets or sets how projections keep their weights. Quantised ones do not train; adapters over them do (QLoRA).</summary>
    /// <value>The default is <see cref="WeightQuantization.AsStored"/>.</value>
    public WeightQuantization Quantization { get; set; }

    /// <summary>Gets or sets whether the parameters get gradients: for pre-training; adapters train on a decoder whose own do not.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Trainable { get; set; }

    /// <summary>Gets or sets whether float32 projections on the CPU keep their weights in the layout that is multiplied fastest; without effect on weights that train.</summary>
    /// <value>
    /// The default is <see langword="false"/>. A tied head keeps a second copy of the embeddings; a backward pass makes a transposed copy of each
    /// weight and keeps it.
    /// </value>
    public bool PackWeights { get; set; }

    /// <summary>
    /// Gets or sets whether weights stay in the pages of their file where device and element type are those of the file: on the CPU, plain, not quantised on loading or packed. Loading
    /// then reads nothing, pages come in when they are first used, processes share them, and the system can drop them when memory is short.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: weights are copied. While they are mapped the files must not be truncated (replacing them is safe; Windows refuses it), or the process ends.
    /// </value>
    public bool MapWeights { get; set; }

    /// <summary>
    /// Gets or sets whether a training pass keeps only the input of each layer, and computes the layer again in the backward pass (activation
    /// checkpointing, arXiv:1604.06174): memory falls to about a fifth, time rises by about a third, gradients stay the same to the bit.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Checkpointing { get; set; }

    /// <summary>Gets or sets what gives the generator that layers draw from, so that a layer that is computed again draws the same; see <see cref="LoraHost.DropoutGenerator"/>.</summary>
    /// <value><see langword="null"/> (default) where nothing is drawn.</value>
    public Func<torch.Generator?>? Randomness { get; set; }

    /// <summary>
    /// Gets or sets whether packed projections (<see cref="PackWeights"/>) multiply bfloat16 numbers and add in float32: faster and in half the
    /// memory where <see cref="HasFastHalfProducts"/>; activations, norms, attention and the head stay float32.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool HalfProducts { get; set; }

    /// <summary>Gets whether this CPU has units for products of bfloat16 numbers (AVX512_BF16 or AMX_BF16).</summary>
    public static bool HasFastHalfProducts => ComputeType.CpuHasFastBFloat16;

    /// <summary>Gets or sets a wrapper around the factory of linear layers, for example one that adds adapters.</summary>
    /// <value><see langword="null"/> (default) keeps plain layers.</value>
    public Func<LinearFactory, LinearFactory>? Wrap { get; set; }

    /// <summary>Gets or sets how many positions the rotary tables hold; a longer sequence fails.</summary>
    /// <value>In tokens, at least 1; <see langword="null"/> (default) for all that the model has, with LongRoPE those of its original length.</value>
    public int? MaxPositions
    {
        get;
        set
        {
            if (value is { } positions)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets keys of <c>config.json</c> that are accepted unread, for settings known to have no effect on the numbers.</summary>
    public ISet<string> IgnoredConfigKeys { get; } = new HashSet<string>();
}
