using System.Diagnostics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>What training on trees costs at least, and what a device can do.</summary>
internal static class TrainingCost
{
    /// <summary>Gives the weights of all projections of the layers.</summary>
    public static long Projections(DecoderConfig config)
    {
        long queries = (long)config.HeadCount * config.HeadSize;
        long keys = (long)config.KeyValueHeadCount * config.HeadSize;
        return config.Layers.Count * ((2 * queries) + (2 * keys) + (3L * config.IntermediateSize)) * config.HiddenSize;
    }

    /// <summary>
    /// Counts the floating-point operations of a tree with frozen weights: 4 for each weight and token, 4 for each weight of the head and row that
    /// predicts something, and attention, whose backward pass costs 2.5 times its forward pass.
    /// </summary>
    public static double Operations(DecoderConfig config, TokenTree tree)
    {
        double pairs = tree.Components.SelectMany(component => component.Segments)
            .Sum(segment => ((double)segment.Own.Count * segment.Before.Sum(span => span.Count)) + (segment.Own.Count * (segment.Own.Count + 1.0) / 2));
        double rows = tree.Targets.Select(target => target.Row).Distinct().Count();
        return (4.0 * Projections(config) * tree.Ids.Count) + (4.0 * config.VocabularySize * config.HiddenSize * rows)
            + (3.5 * 4 * pairs * config.HeadCount * config.HeadSize * config.Layers.Count);
    }

    /// <summary>Measures a large product of libtorch's own, W·xᵀ with 1,024 rows.</summary>
    /// <param name="device">Where.</param>
    /// <param name="type">The type.</param>
    /// <param name="size">The rows and columns of W.</param>
    /// <returns>Floating-point operations per second, the median of some products.</returns>
    public static double Speed(Device device, ScalarType type, int size = 2048)
    {
        const int Rows = 1024, Repeats = 7;
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor input = ones([Rows, size], type, device);
        Tensor weight = ones([size, size], type, device);
        double[] seconds = [.. Enumerable.Range(0, Repeats + 1).Select(repeat =>
        {
            using var inner = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            _ = matmul(weight, input.t()).narrow(0, 0, 1).narrow(1, 0, 1).Number();     // waits for the device
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Skip(1).Order()];                                                            // the first one loads kernels
        return 2.0 * Rows * size * size / seconds[Repeats / 2];
    }
}
