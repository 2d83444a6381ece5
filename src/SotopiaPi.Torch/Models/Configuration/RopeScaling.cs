namespace SotopiaPi.Torch;

/// <summary>Describes a change of the rotary frequencies. The types derived from it are the variants that the decoder knows.</summary>
public abstract record RopeScaling
{
    private protected RopeScaling()
    {
    }

    /// <summary>Gets the variant that changes nothing.</summary>
    public static RopeScaling None { get; } = new Unscaled();

    /// <summary>Leaves the frequencies as they are.</summary>
    public sealed record Unscaled : RopeScaling;

    /// <summary>Divides every frequency, as positional interpolation does (arXiv:2306.15595).</summary>
    /// <param name="Factor">The divisor. At least 1.</param>
    public sealed record Linear(double Factor) : RopeScaling;

    /// <summary>
    /// Raises the base only beyond the original length (NTK-aware, dynamic). Up to the configured maximum position it equals the plain
    /// frequencies, and the decoder accepts no later position, so the result is exact where it is defined.
    /// </summary>
    /// <param name="Factor">The factor that would hold beyond the maximum position.</param>
    public sealed record Dynamic(double Factor) : RopeScaling;

    /// <summary>Divides low frequencies, keeps high ones and blends between them (Llama 3.1).</summary>
    /// <param name="Factor">The divisor of the low frequencies.</param>
    /// <param name="LowFrequencyFactor">Wavelengths above original length ÷ this are divided.</param>
    /// <param name="HighFrequencyFactor">Wavelengths below original length ÷ this are kept.</param>
    /// <param name="OriginalMaxPositions">The length of the pre-training, in tokens.</param>
    public sealed record Llama3(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions) : RopeScaling;

    /// <summary>Blends divided and kept frequencies by the number of rotations and scales the attention (YaRN, arXiv:2309.00071).</summary>
    /// <param name="Factor">The divisor of the low frequencies.</param>
    /// <param name="OriginalMaxPositions">The length of the pre-training, in tokens.</param>
    /// <param name="BetaFast">The number of rotations above which a frequency is kept.</param>
    /// <param name="BetaSlow">The number of rotations below which a frequency is divided.</param>
    /// <param name="AttentionFactor">What cosine and sine are multiplied with.</param>
    /// <param name="Truncate">Whether the bounds of the blend are rounded to whole dimensions.</param>
    public sealed record Yarn(double Factor, int OriginalMaxPositions, double BetaFast, double BetaSlow, double AttentionFactor, bool Truncate) : RopeScaling;

    /// <summary>
    /// Divides each pair's frequency by a factor of its own, one list for texts up to the original length and one for longer ones (LongRoPE, arXiv:2402.13753).
    /// </summary>
    /// <remarks>
    /// A decoder takes one of the lists for all of its life: the short one as long as it has at most the original number of positions, which is the default; with
    /// more (<see cref="DecoderOptions.MaxPositions"/>) the long one. transformers takes the long one for texts above the original length only, so shorter ones
    /// then compute as in llama.cpp, not as there.
    /// </remarks>
    /// <param name="ShortFactors">The divisors up to the original length, one for each rotating pair.</param>
    /// <param name="LongFactors">The divisors beyond it.</param>
    /// <param name="OriginalMaxPositions">The length of the pre-training, in tokens.</param>
    /// <param name="AttentionFactor">What cosine and sine are multiplied with.</param>
    public sealed record LongRope(IReadOnlyList<double> ShortFactors, IReadOnlyList<double> LongFactors, int OriginalMaxPositions, double AttentionFactor) : RopeScaling
    {
        /// <summary>Compares number by number.</summary>
        /// <param name="other">The other one.</param>
        public bool Equals(LongRope? other) =>
            other is not null && OriginalMaxPositions == other.OriginalMaxPositions && AttentionFactor == other.AttentionFactor
            && ShortFactors.SequenceEqual(other.ShortFactors) && LongFactors.SequenceEqual(other.LongFactors);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(OriginalMaxPositions, AttentionFactor, ShortFactors.Count, ShortFactors.Sum(), LongFactors.Sum());
    }
}
