using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Testing;

/// <summary>Loads a model in a process of its own and reads from the system how much memory that took at most.</summary>
internal static class LoadProbe
{
    /// <summary>What loading took.</summary>
    /// <param name="Seconds">The time; on a machine that is busy with other work, the processor time of all threads where that is less.</param>
    /// <param name="Before">The resident bytes of the process before it, the runtime and libtorch loaded.</param>
    /// <param name="Peak">The most resident bytes until after it (VmHWM). Pages of mapped files count while they are mapped.</param>
    /// <param name="After">The resident bytes after it.</param>
    /// <param name="Weights">The bytes of the parameters.</param>
    /// <param name="Next">The token that a short text continues with.</param>
    internal sealed record Outcome(double Seconds, long Before, long Peak, long After, long Weights, long Next);

    public static Outcome Run(string model, ScalarType type, bool maps = false)
    {
        Probe.Outcome outcome = Probe.Run(["load", model, type.ToString(), maps.ToString()]);
        string? line = outcome.Output.Split('\n').LastOrDefault(line => line.StartsWith("{\"Seconds\"", StringComparison.Ordinal));
        Assert.That(line, Is.Not.Null, outcome.Output);
        return JsonSerializer.Deserialize<Outcome>(line!)!;
    }

    /// <summary>Loads and reports; runs in the other process.</summary>
    public static int Serve(string model, ScalarType type, bool maps)
    {
        using (Tensor warm = ones(8, 8).matmul(ones(8, 8)))
        {
            warm.sum().Dispose();
        }

        GC.Collect();
        long before = Bytes("VmRSS");
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        using Decoder decoder = Decoder.Load(model, new DecoderOptions { Type = type, MapWeights = maps });
        double seconds = Math.Min(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        var (peak, after) = (Bytes("VmHWM"), Bytes("VmRSS"));
        long weights = decoder.parameters().Sum(parameter => parameter.numel() * parameter.ElementSize);
        using var off = no_grad();
        using var scope = NewDisposeScope();
        long next = decoder.forward(tensor(new long[] { 1, 2, 3, 4 })).narrow(0, 3, 1).argmax(1).ToInt64();
        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(new Outcome(seconds, before, peak, after, weights, next)));
        return 0;
    }

    private static long Bytes(string key) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture);
}
