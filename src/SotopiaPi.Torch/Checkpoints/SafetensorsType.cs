using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Lists the element types of the safetensors format: spelling, bytes an element, torch's type.</summary>
internal sealed record SafetensorsType(string Name, int Size, ScalarType? ScalarType)
{
    private static readonly SafetensorsType[] s_all =
    [
        new("F64", 8, torch.ScalarType.Float64), new("F32", 4, torch.ScalarType.Float32), new("F16", 2, torch.ScalarType.Float16),
        new("BF16", 2, torch.ScalarType.BFloat16), new("I64", 8, torch.ScalarType.Int64), new("I32", 4, torch.ScalarType.Int32),
        new("I16", 2, torch.ScalarType.Int16), new("I8", 1, torch.ScalarType.Int8), new("U8", 1, torch.ScalarType.Byte),
        new("BOOL", 1, torch.ScalarType.Bool),
        new("U16", 2, null), new("U32", 4, null), new("U64", 8, null),
        new("F8_E4M3", 1, null), new("F8_E5M2", 1, null), new("F8_E8M0", 1, null),
    ];

    public static string Known { get; } = string.Join(", ", s_all.Select(type => type.Name));

    public static SafetensorsType? Find(string name) => Array.Find(s_all, type => type.Name == name);

    public static SafetensorsType? Find(ScalarType type) => Array.Find(s_all, known => known.ScalarType == type);
}
