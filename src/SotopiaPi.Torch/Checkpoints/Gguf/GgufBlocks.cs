using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Dequantises blocks of GGUF files (layouts: ggml-org/ggml, <c>ggml-common.h</c>); one multiplication order, that of the reference.</summary>
internal static class GgufBlocks
{
    private const int PieceBlocks = 1 << 12;

    private delegate void Block(ReadOnlySpan<byte> block, Span<float> values);

    /// <summary>Fills a contiguous float32 tensor on the CPU with the values of its blocks.</summary>
    public static void Dequantise(string typeName, MappedRange range, Tensor target)
    {
        GgufType type = GgufType.Named(typeName);
        Block dequantise = Of(typeName);
        TensorBytes.ForEachPiece(target, (offset, bytes) =>
        {
            Span<float> values = MemoryMarshal.Cast<byte, float>(bytes);
            long firstBlock = offset / sizeof(float) / type.BlockValues;
            int blocks = values.Length / type.BlockValues;
            for (int start = 0; start < blocks; start += PieceBlocks)
            {
                int count = Math.Min(PieceBlocks, blocks - start);
                ReadOnlySpan<byte> source = range.Slice((firstBlock + start) * type.BlockBytes, count * type.BlockBytes);
                for (int block = 0; block < count; block++)
                {
                    dequantise(source.Slice(block * type.BlockBytes, type.BlockBytes), values.Slice((start + block) * type.BlockValues, type.BlockValues));
                }
            }
        });
    }

    private static Block Of(string type) => type switch
    {
        "Q4_0" => Q4_0,
        "Q4_1" => Q4_1,
        "Q8_0" => Q8_0,
        "Q4_K" => Q4_K,
        "Q5_K" => Q5_K,
        _ => Q6_K,
    };

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);

    private static void Q4_0(ReadOnlySpan<byte> block, Span<float> values)
    {
        float scale = Half(block);
        for (int i = 0; i < 16; i++)
        {
            byte pair = block[2 + i];
            values[i] = scale * ((pair & 15) - 8);
            values[i + 16] = scale * ((pair >> 4) - 8);
        }
    }

    private static void Q4_1(ReadOnlySpan<byte> block, Span<float> values)
    {
        float scale = Half(block);
        float least = Half(block[2..]);
        for (int i = 0; i < 16; i++)
        {
            byte pair = block[4 + i];
            values[i] = (scale * (pair & 15)) + least;
            values[i + 16] = (scale * (pair >> 4)) + least;
        }
    }

    private static void Q8_0(ReadOnlySpan<byte> block, Span<float> values)
    {
        float scale = Half(block);
        for (int i = 0; i < 32; i++)
        {
            values[i] = scale * (sbyte)block[2 + i];
        }
    }

    private static void Q4_K(ReadOnlySpan<byte> block, Span<float> values)
    {
        ReadOnlySpan<byte> scales = block.Slice(4, 12);
        ReadOnlySpan<byte> codes = block[16..];
        for (int part = 0; part < 8; part++)                                                // 32 values each: low nibbles, then high ones
        {
            var (scale, least) = ScaleAndLeast(block, scales, part);
            for (int i = 0; i < 32; i++)
            {
                byte pair = codes[(part / 2 * 32) + i];
                values[(part * 32) + i] = (scale * (part % 2 == 0 ? pair & 15 : pair >> 4)) - least;
            }
        }
    }

    private static void Q5_K(ReadOnlySpan<byte> block, Span<float> values)
    {
        ReadOnlySpan<byte> scales = block.Slice(4, 12);
        ReadOnlySpan<byte> fifthBits = block.Slice(16, 32);
        ReadOnlySpan<byte> codes = block[48..];
        for (int part = 0; part < 8; part++)
        {
            var (scale, least) = ScaleAndLeast(block, scales, part);
            for (int i = 0; i < 32; i++)
            {
                byte pair = codes[(part / 2 * 32) + i];
                int code = (part % 2 == 0 ? pair & 15 : pair >> 4) + (((fifthBits[i] >> part) & 1) << 4);
                values[(part * 32) + i] = (scale * code) - least;
            }
        }
    }

    // Eight 6-bit scales and eight 6-bit minima share 12 bytes.
    private static (float Scale, float Least) ScaleAndLeast(ReadOnlySpan<byte> block, ReadOnlySpan<byte> packed, int part)
    {
        int scale = part < 4 ? packed[part] & 63 : (packed[part + 4] & 15) | (packed[part - 4] >> 6 << 4);
        int least = part < 4 ? packed[part + 4] & 63 : (packed[part + 4] >> 4) | (packed[part] >> 6 << 4);
        return (Half(block) * scale, Half(block[2..]) * least);
    }

    private static void Q6_K(ReadOnlySpan<byte> block, Span<float> values)
    {
        float scale = Half(block[208..]);
        for (int i = 0; i < 256; i++)
        {
            int half = i / 128;
            int quarter = i % 128 / 32;
            int column = i % 32;
            byte low = block[(half * 64) + (quarter % 2 * 32) + column];
            byte high = block[128 + (half * 32) + column];
            int code = ((quarter < 2 ? low & 15 : low >> 4) | (((high >> (2 * quarter)) & 3) << 4)) - 32;
            values[i] = scale * (sbyte)block[192 + (i / 16)] * code;
        }
    }
}
