using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Lists the tensor types of GGUF files that can be read: number, spelling, values and bytes a block.</summary>
internal sealed record GgufType(int Code, string Name, int BlockValues, int BlockBytes)
{
    private static readonly GgufType[] s_all =
    [
        new(0, "F32", 1, 4), new(1, "F16", 1, 2), new(30, "BF16", 1, 2),
        new(2, "Q4_0", 32, 18), new(3, "Q4_1", 32, 20), new(8, "Q8_0", 32, 34),
        new(12, "Q4_K", 256, 144), new(13, "Q5_K", 256, 176), new(14, "Q6_K", 256, 210),
    ];

    public static string Known { get; } = string.Join(", ", s_all.Select(type => type.Name));

    /// <summary>Gets the type that torch gives these bytes; <see langword="null"/> for blocks that must be dequantised.</summary>
    public ScalarType? ScalarType => Name switch
    {
        "F32" => torch.ScalarType.Float32,
        "F16" => torch.ScalarType.Float16,
        "BF16" => torch.ScalarType.BFloat16,
        _ => null,
    };

    public static GgufType? Find(uint code) => Array.Find(s_all, type => type.Code == code);

    public static GgufType Named(string name) => Array.Find(s_all, type => type.Name == name)!;
}
