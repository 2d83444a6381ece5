using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A tensor as it will lie in a GGUF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Type">How it is stored: F32, F16 or Q8_0.</param>
/// <param name="Read">Gives its values, of any floating type, when they are written.</param>
internal sealed record GgufTensor(string Name, IReadOnlyList<long> Shape, GgufType Type, Func<Tensor> Read)
{
    private const int BlockValues = 32;

    /// <summary>Gets the number of bytes.</summary>
    public long Length => Shape.Aggregate(1L, static (product, size) => product * size) / Type.BlockValues * Type.BlockBytes;

    /// <summary>Chooses how a tensor is stored: vectors as F32, matrices as asked for, F16 where their rows do not fit blocks.</summary>
    public static GgufTensor Of(string name, IReadOnlyList<long> shape, string type, Func<Tensor> read)
    {
        bool fits = shape.Count > 1 && shape[^1] % GgufType.Named(type).BlockValues == 0;
        return new GgufTensor(name, shape, GgufType.Named(shape.Count < 2 ? "F32" : fits ? type : "F16"), read);
    }

    /// <summary>Writes the data.</summary>
    public void Write(Stream stream)
    {
        using var scope = NewDisposeScope();
        ScalarType stored = Type.Name == "F16" ? ScalarType.Float16 : ScalarType.Float32;
        Tensor host = Read().detach().to(stored, CPU).contiguous();
        TensorBytes.ForEachPiece(host, (_, bytes) =>
        {
            if (Type.Name == "Q8_0")
            {
                WriteBlocks(stream, MemoryMarshal.Cast<byte, float>(bytes));
            }
            else
            {
                stream.Write(bytes);
            }
        });
    }

    // A block: the scale, largest magnitude ÷ 127, in half precision, then 32 signed bytes (ggml-org/ggml: quantize_row_q8_0_ref).
    private static void WriteBlocks(Stream stream, ReadOnlySpan<float> values)
    {
        Span<byte> block = stackalloc byte[2 + BlockValues];
        for (int start = 0; start < values.Length; start += BlockValues)
        {
            ReadOnlySpan<float> source = values.Slice(start, BlockValues);
            float largest = 0;
            foreach (float value in source)
            {
                largest = MathF.Max(largest, MathF.Abs(value));
            }

            float scale = largest / 127;
            float inverse = scale == 0 ? 0 : 1 / scale;
            BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
            for (int i = 0; i < BlockValues; i++)
            {
                block[2 + i] = (byte)(sbyte)MathF.Round(source[i] * inverse, MidpointRounding.AwayFromZero);
            }

            stream.Write(block);
        }
    }
}
