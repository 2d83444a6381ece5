using System.Diagnostics;
using System.Globalization;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Benchmarks;

/// <summary>Measures the highest resident memory of a training step, each variant in a process of its own.</summary>
internal static class PeakMemory
{
    /// <summary>Starts a process for a variant and gives its peak, in bytes.</summary>
    public static long Of(string variant)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PeakMemory).Assembly.Location);
        }

        start.ArgumentList.Add("--peak");
        start.ArgumentList.Add(variant);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? long.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the process for '{variant}' ended with code {process.ExitCode}: {output}");
    }

    /// <summary>Is that process: two steps of the largest batch of the reference pack's sample, or of the largest seats, then the peak.</summary>
    public static int Run(string variant)
    {
        TrainingWorkload work = TrainingWorkload.Of(ReferencePack.Load(), SharedModel.Tokenizer());
        if (variant == "padded")
        {
            PlainLora plain;
            using (TrainingModel model = new(new DecoderOptions()))
            {
                plain = model.Plain();
            }

            TokenSequence[] batch = work.Sample().MaxBy(rows => rows.Max(row => row.Ids.Length))!;
            using (plain)
            {
                _ = plain.Step(batch);
            }
        }
        else
        {
            using TrainingModel model = new(TrainingModel.Fast);
            TokenSequence[] batch = [.. work.Seats.OrderByDescending(seat => seat[^1].Ids.Length).Take(TrainingWorkload.Batch).SelectMany(seat => TokenSequence.Merge(seat))];
            _ = model.Trainer.Step(batch);
            _ = model.Trainer.Step(batch);
        }

        string peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Console.WriteLine(1024 * long.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture));
        return 0;
    }
}
