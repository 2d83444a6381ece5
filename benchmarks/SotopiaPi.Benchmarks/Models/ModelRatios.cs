using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>How near the decoder, the 4-bit weights and the checkpoint reader come to what the machine can do, measured in the same process.</summary>
internal sealed class ModelRatios : IRatioGroup
{
    private const int Rows = 512;

    // SmolLM2-135M's widths with a few of its layers and a small vocabulary: the products are those of the real model.
    private static readonly DecoderConfig s_config = new()
    {
        VocabularySize = 1024,
        HiddenSize = 576,
        IntermediateSize = 1536,
        HeadCount = 9,
        KeyValueHeadCount = 3,
        HeadSize = 64,
        Layers = LayerConfig.Repeat(6, new RopeConfig(100000)),
        MaxPositions = Rows,
        TieEmbeddings = true,
    };

    public string Name => "models";

    public IEnumerable<Ratio> Measure(bool full)
    {
        int repeats = full ? 15 : 5;
        using var off = no_grad();
        using Decoder decoder = Create(ScalarType.Float32);
        yield return ForwardShare(decoder, repeats);
        yield return Dequantise(repeats);
        yield return ReadShare(decoder, repeats);
        foreach (int rows in new[] { 16, 64, 512 })
        {
            yield return PackedShare(rows, repeats);
        }

        if (ComputeType.CpuHasFastBFloat16)
        {
            using Decoder half = Create(ScalarType.BFloat16);
            double[] seconds = Interleaved.MedianSeconds(repeats, () => Forward(half), () => Forward(decoder));
            yield return Ratio.Of("bf16_vs_f32_forward", Rows / seconds[0], Rows / seconds[1], "rows/s");
        }
    }

    private static Decoder Create(ScalarType type)
    {
        using Generator generator = new(1);
        return Decoder.Create(s_config, generator, new DecoderOptions { Type = type });
    }

    private static void Forward(Decoder decoder)
    {
        using var scope = NewDisposeScope();
        decoder.forward(arange(Rows, dtype: ScalarType.Int64, device: CPU));
    }

    private static Ratio ForwardShare(Decoder decoder, int repeats)
    {
        using var scope = NewDisposeScope();
        (long Out, long In)[] layer = [(576, 576), (192, 576), (192, 576), (576, 576), (1536, 576), (1536, 576), (576, 1536)];
        var products = layer.Select(shape => (Weight: randn(shape.Out, shape.In), Input: randn(Rows, shape.In))).ToArray();
        Tensor head = randn(s_config.VocabularySize, s_config.HiddenSize);
        Tensor state = randn(Rows, s_config.HiddenSize);
        void Products()
        {
            using var inner = NewDisposeScope();
            for (int i = 0; i < s_config.Layers.Count; i++)
            {
                foreach (var (weight, input) in products)
                {
                    nn.functional.linear(input, weight).Dispose();
                }
            }

            nn.functional.linear(state, head).Dispose();
        }

        double[] seconds = Interleaved.MedianSeconds(repeats, () => Forward(decoder), Products);
        return Ratio.Of("forward_512_gemm_share", Rows / seconds[0], Rows / seconds[1], "rows/s") with { Note = $"{get_num_threads()} threads; the baseline is the model's products alone" };
    }

    // The layout that float32 weights are kept in at play, against the better of the two orientations of the library's product.
    private static Ratio PackedShare(int rows, int repeats)
    {
        using var scope = NewDisposeScope();
        var layers = Layer(rows).Select(pair => (pair.Weight, pair.Input, Packed: AtenPackedLinear.Pack(pair.Weight))).ToArray();
        double[] seconds = Interleaved.MedianSeconds(
            4 * repeats,
            () => Array.ForEach(layers, layer => AtenPackedLinear.Apply(layer.Input, layer.Packed, null).Dispose()),
            () => Array.ForEach(layers, layer => nn.functional.linear(layer.Input, layer.Weight).Dispose()),
            () => Array.ForEach(layers, layer => Flipped(layer.Input, layer.Weight)));
        return Ratio.Of($"packed_vs_best_orientation_{rows}", rows / seconds[0], rows / Math.Min(seconds[1], seconds[2]), "rows/s") with { Note = $"{get_num_threads()} threads; the products of a layer" };
    }

    private static (Tensor Weight, Tensor Input)[] Layer(int rows)
    {
        (long Out, long In)[] shapes = [(576, 576), (192, 576), (192, 576), (576, 576), (1536, 576), (1536, 576), (576, 1536)];
        return [.. shapes.Select(shape => (randn(shape.Out, shape.In), randn(rows, shape.In)))];
    }

    private static void Flipped(Tensor input, Tensor weight)
    {
        using Tensor transposed = input.t();
        using Tensor product = matmul(weight, transposed);
        using Tensor result = product.t();
    }

    private static Ratio Dequantise(int repeats)
    {
        using var scope = NewDisposeScope();
        Tensor original = randn(2048, 2048);
        using Nf4Weight weight = Nf4Weight.Quantize(original, nested: true, CPU);
        Tensor byVectors = empty_like(original);
        Tensor byTorch = empty_like(original);
        VectorNf4Kernel vectors = new();
        vectors.Dequantize(weight, byVectors);
        new TorchNf4Kernel().Dequantize(weight, byTorch);
        if (!byVectors.bytes.SequenceEqual(byTorch.bytes))
        {
            throw new InvalidOperationException("the two kernels give different values");
        }

        double seconds = Interleaved.MedianSeconds(4 * repeats, () => vectors.Dequantize(weight, byVectors))[0];
        double rate = original.NumberOfElements * sizeof(float) / 1e9 / seconds / get_num_threads();
        return Ratio.Of("nf4_dequantise_gbps", rate, 2.5, "GB/s") with { Note = "output of each thread; the baseline is the limit that the project set itself" };
    }

    private static Ratio ReadShare(Decoder decoder, int repeats)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sotopiapi-bench-");
        try
        {
            decoder.Save(folder.FullName);
            string path = Path.Combine(folder.FullName, "model.safetensors");
            StoredTensor[] parts;
            using (SafetensorsFile file = SafetensorsFile.Open(path))
            {
                parts = [.. file.Tensors.Values];
            }

            double[] seconds = Interleaved.MedianSeconds(repeats, () => ReadTensors(path), () => ReadPlainly(path, parts));
            double size = new FileInfo(path).Length / 1e9;
            return Ratio.Of("safetensors_read_share", size / seconds[0], size / seconds[1], "GB/s") with { Note = "the baseline reads the same byte ranges into fresh memory of the same sizes, without a header or checks" };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void ReadTensors(string path)
    {
        using var scope = NewDisposeScope();                                            // all stay until the end, as in loading
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (string name in file.Tensors.Keys)
        {
            file.Read(name, CPU);
        }
    }

    private static void ReadPlainly(string path, IReadOnlyList<StoredTensor> parts)
    {
        using var scope = NewDisposeScope();
        using var handle = File.OpenHandle(path);
        foreach (StoredTensor part in parts)
        {
            RandomAccess.Read(handle, empty([part.Length], ScalarType.Byte, CPU).bytes, part.Offset);
        }
    }
}
