using System.Diagnostics;
using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>What a training pass costs at least, and what the machine can do.</summary>
internal static class TrainingCost
{
    /// <summary>Counts the floating-point operations of trees: 4 for each weight and token, 4 for each weight of the head and row with a target, 3.5 passes of attention.</summary>
    public static double Flop(DecoderConfig config, IEnumerable<TokenTree> trees)
    {
        long attention = (long)config.HeadCount * config.HeadSize;
        long keys = (long)config.KeyValueHeadCount * config.HeadSize;
        long weights = config.Layers.Count * (((2 * attention) + (2 * keys) + (3L * config.IntermediateSize)) * config.HiddenSize);
        double flop = 0;
        foreach (TokenTree tree in trees)
        {
            double pairs = tree.Components.SelectMany(c => c.Segments).Sum(s => ((double)s.Own.Count * s.Before.Sum(b => b.Count)) + (s.Own.Count * (s.Own.Count + 1.0) / 2));
            flop += (4.0 * weights * tree.Ids.Count) + (4.0 * config.VocabularySize * config.HiddenSize * tree.Targets.Select(t => t.Row).Distinct().Count()) + (3.5 * 4 * pairs * attention * config.Layers.Count);
        }

        return flop;
    }

    /// <summary>Measures a large product of libtorch's own, in operations per second: the median of some.</summary>
    public static double GemmSpeed()
    {
        const int Rows = 1024, Size = 4096, Repeats = 9;
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor input = randn(Rows, Size);
        Tensor weight = randn(Size, Size);
        matmul(weight, input.t()).Dispose();
        double[] seconds = new double[Repeats];
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            matmul(weight, input.t()).Dispose();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return 2.0 * Rows * Size * Size / seconds[Repeats / 2];
    }
}
