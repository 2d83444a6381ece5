using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Changes tensors between the layout of checkpoints and that of an architecture's GGUF files.</summary>
internal static class GgufLayout
{
    private const string Query = ".self_attn.q_proj.";
    private const string Key = ".self_attn.k_proj.";

    /// <summary>Says whether a tensor lies in the file as it does in a checkpoint.</summary>
    public static bool IsPlain(GgufArchitecture architecture, string name) => !IsShiftedNorm(architecture, name) && !IsInterleaved(architecture, name);

    /// <summary>Gives a tensor as the file wants it, in the current scope.</summary>
    public static Tensor ToFile(GgufArchitecture architecture, DecoderConfig config, string name, Tensor values) =>
        IsShiftedNorm(architecture, name) ? Shifted(values, 1)
        : IsInterleaved(architecture, name) ? Interleave(values, Heads(config, name))
        : values;

    /// <summary>Gives a tensor of a file as a checkpoint holds it.</summary>
    public static Tensor FromFile(GgufArchitecture architecture, DecoderConfig config, string name, Tensor values) =>
        IsShiftedNorm(architecture, name) ? Shifted(values, -1) : Rows(values, Heads(config, name), 2, 1);

    /// <summary>Puts rows into the interleaved order of a file.</summary>
    public static Tensor Interleave(Tensor values, int heads) => Rows(values, heads, 1, 2);

    private static bool IsShiftedNorm(GgufArchitecture architecture, string name) => architecture.IsGemma && name.EndsWith("norm.weight", StringComparison.Ordinal);

    private static bool IsInterleaved(GgufArchitecture architecture, string name) =>
        architecture.Interleaves && (name.Contains(Query, StringComparison.Ordinal) || name.Contains(Key, StringComparison.Ordinal));

    private static int Heads(DecoderConfig config, string name) => name.Contains(Query, StringComparison.Ordinal) ? config.HeadCount : config.KeyValueHeadCount;

    private static Tensor Shifted(Tensor values, double by) => values.Plus(by);

    private static Tensor Rows(Tensor values, int heads, int first, int second)
    {
        using var scope = NewDisposeScope();
        long half = values.size(0) / heads / 2;
        long[] order = first == 2 ? [heads, half, 2, -1] : [heads, 2, half, -1];
        return values.reshape(order).transpose(first, second).reshape(values.shape).MoveToOuterDisposeScope();
    }
}
