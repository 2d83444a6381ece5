using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>Describes a tensor that lies in a file.</summary>
/// <param name="Name">The tensor's name in the checkpoint, for example <c>model.embed_tokens.weight</c>.</param>
/// <param name="Type">The element type as the file spells it, for example <c>BF16</c> or <c>Q4_1</c>.</param>
/// <param name="Shape">The sizes, outermost first; empty for a scalar.</param>
/// <param name="Offset">The position of the first byte in the file.</param>
/// <param name="Length">The number of bytes.</param>
public sealed record StoredTensor(string Name, string Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>Gets the element type that torch gives these bytes; <see langword="null"/> where it has none (the bytes stay readable).</summary>
    public torch.ScalarType? ScalarType => SafetensorsType.Find(Type)?.ScalarType;

    /// <summary>Gets the number of elements.</summary>
    public long Count => Shape.Aggregate(1L, static (product, size) => product * size);
}
