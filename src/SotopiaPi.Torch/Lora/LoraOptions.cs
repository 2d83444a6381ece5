using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>Says how an adapter of low rank is made (LoRA, arXiv:2106.09685). The defaults are those of SOTOPIA-π's published code.</summary>
/// <remarks>
/// The paper (arXiv:2403.08715) states α 16 and dropout 0.05, the code (sotopia-lab/sotopia-pi@245fa7b) uses 32 and 0.1: see <see cref="Paper"/>
/// and <see cref="Reference"/>.
/// </remarks>
public sealed class LoraOptions
{
    /// <summary>The entry of <see cref="TargetModules"/> that stands for every linear layer but the head.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>Gets or sets the rank r of the update (α/r)·B·A.</summary>
    /// <value>At least 1. The default is 8.</value>
    public int Rank
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>Gets or sets α of the update (α/r)·B·A.</summary>
    /// <value>Above 0. The default is 32.</value>
    public double Alpha
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 32;

    /// <summary>Gets or sets the probability with which an input of the update is dropped in training.</summary>
    /// <value>At least 0, below 1. The default is 0.1.</value>
    public double Dropout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    } = 0.1;

    /// <summary>Gets or sets whether the update is scaled by α/√r instead of α/r (rank-stabilised, arXiv:2312.03732).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RsLora { get; set; }

    /// <summary>Gets or sets which linear layers get an update: ends of their paths, such as <c>q_proj</c>, or <see cref="AllLinear"/> alone.</summary>
    /// <value>At least one. The default is <c>q_proj</c> and <c>v_proj</c>.</value>
    public IReadOnlyList<string> TargetModules
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0 || value.Any(string.IsNullOrWhiteSpace))
            {
                throw new ArgumentException("At least one target is wanted, none of them empty: ends of layer paths, or \"all-linear\".", nameof(value));
            }

            field = [.. value];
        }
    } = ["q_proj", "v_proj"];

    /// <summary>Gets or sets a regular expression for the whole path of the layers that get an update; it takes the place of <see cref="TargetModules"/>, as a text for <c>target_modules</c> does in PEFT.</summary>
    /// <value>For example <c>model\.layers\.[0-3]\..*_proj</c>; <see langword="null"/> (default) for none.</value>
    public string? TargetPattern
    {
        get;
        set
        {
            if (value is not null)
            {
                _ = LoraTargets.Compile(value);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets ranks of layers that differ from <see cref="Rank"/>: the ends of their paths, as regular expressions, as PEFT's <c>rank_pattern</c>.</summary>
    /// <value>Ranks of at least 1. The default is empty.</value>
    public IReadOnlyDictionary<string, int> RankPattern
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string pattern, int rank) in value)
            {
                _ = LoraTargets.Compile(pattern);
                ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1, nameof(value));
            }

            field = new Dictionary<string, int>(value);
        }
    } = new Dictionary<string, int>();

    /// <summary>Gets or sets α of layers that differ from <see cref="Alpha"/>: the ends of their paths, as regular expressions, as PEFT's <c>alpha_pattern</c>.</summary>
    /// <value>Values above 0. The default is empty.</value>
    public IReadOnlyDictionary<string, double> AlphaPattern
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string pattern, double alpha) in value)
            {
                _ = LoraTargets.Compile(pattern);
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha, nameof(value));
            }

            field = new Dictionary<string, double>(value);
        }
    } = new Dictionary<string, double>();

    /// <summary>Creates the settings that the published code uses.</summary>
    public static LoraOptions Reference() => new();

    /// <summary>Creates the settings that the paper states.</summary>
    public static LoraOptions Paper() => new() { Alpha = 16, Dropout = 0.05 };

    /// <summary>Gets what the update is multiplied with.</summary>
    internal static double Scaling(double alpha, int rank, bool rankStabilised) => alpha / (rankStabilised ? Math.Sqrt(rank) : rank);

    /// <summary>Lists what decides how an adapter is made and trained.</summary>
    internal string Fingerprint() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rank} {Alpha} {Dropout} {RsLora} {string.Join(' ', TargetModules)} {TargetPattern} {Listed(RankPattern)} {Listed(AlphaPattern)}");

    private static string Listed<T>(IReadOnlyDictionary<string, T> pattern) =>
        string.Join(' ', pattern.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}")));

    internal LoraOptions Clone() => (LoraOptions)MemberwiseClone();
}
