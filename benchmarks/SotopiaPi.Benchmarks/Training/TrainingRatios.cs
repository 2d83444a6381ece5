using System.Diagnostics;
using System.Globalization;
using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Training on token trees against the usual recipe, on SmolLM2-135M with played examples of the published tasks. Speeds are in tokens of whole examples.</summary>
internal sealed class TrainingRatios : IRatioGroup
{
    private const double GoodBaseline = 60 / 130e9;          // tokens per floating-point operation of a product: transformers with PEFT reached 66 of them at 130 GFLOP/s

    private readonly ChatTokenizer _tokenizer = TrainingModel.Tokenizer();

    public string Name => "training";

    public IEnumerable<Ratio> Measure(bool full)
    {
        using TrainingModel model = new(new DecoderOptions());
        using var scope = NewDisposeScope();
        using PlainLora plain = model.Plain();
        Check(model, plain);
        foreach (var (name, pack) in new[] { ("own", PromptPack.Default), ("reference", PlayedExamples.ReferencePack()) })
        {
            TrainingWorkload work = TrainingWorkload.Of(pack, _tokenizer);
            IReadOnlyList<TokenSequence[]> batches = full ? [.. work.Rows.Chunk(TrainingWorkload.Batch)] : work.Sample();
            string sample = full ? "all batches" : $"{batches.Count} padded batches of {TrainingWorkload.Batch}, one row of each stratum of lengths";
            double before = TrainingCost.GemmSpeed();
            _ = model.Trainer.Step(batches[0]);
            double ours = Speed(work.Tokens, () => Groups(model, work));
            double oursOnSample = Speed(Tokens(batches), () => batches.ToList().ForEach(batch => model.Trainer.Step(batch)));
            _ = plain.Step(batches[0][..1]);
            double unpadded = Speed(Tokens(batches), () => batches.SelectMany(batch => batch).ToList().ForEach(row => plain.Step([row])));
            double padded = Speed(Tokens(batches), () => batches.ToList().ForEach(batch => plain.Step(batch)));
            double gemm = (before + TrainingCost.GemmSpeed()) / 2;
            TokenTree[] trees = [.. work.Seats.Select((seat, _) => TokenTree.Of([[.. Enumerable.Range(0, seat.Length)]], seat, [.. seat.Select(_ => 1.0)]))];
            string ratio = string.Create(CultureInfo.InvariantCulture, $"{work.Tokens} tokens in {work.Rows.Count} rows, {trees.Sum(t => t.Ids.Count)} in trees; {get_num_threads()} threads, products at {gemm / 1e9:F0} GFLOP/s");
            string note = string.Create(CultureInfo.InvariantCulture, $"{ratio}; the baseline on {sample}, ours on all rows (on those of the baseline {oursOnSample:F0} tokens/s)");
            yield return Ratio.Of($"tree_vs_padded_{name}_pack", ours, padded, "tokens/s") with { Note = note };
            yield return Ratio.Of($"tree_vs_unpadded_{name}_pack", ours, unpadded, "tokens/s") with { Note = note };
            if (name == "reference")
            {
                yield return Ratio.Of("baseline_speed_share", padded, gemm * GoodBaseline, "tokens/s") with { Note = "padded baseline against 60 tokens/s for each 130 GFLOP/s of a product of libtorch" };
                double speed = TrainingCost.Flop(model.Decoder.Config, trees) * ours / work.Tokens;
                yield return Ratio.Of("flop_efficiency", speed / 1e9, gemm / 1e9, "GFLOP/s") with { Note = "necessary operations of the trees against a product of libtorch" };
            }
        }
    }

    // Whole seats, four a step, as LoraTrainer groups them.
    private static void Groups(TrainingModel model, TrainingWorkload work)
    {
        foreach (TokenSequence[][] seats in work.Seats.Chunk(TrainingWorkload.Batch))
        {
            _ = model.Trainer.Step([.. seats.SelectMany(seat => TokenSequence.Merge(seat))]);
        }
    }

    private static double Speed(long tokens, Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long Tokens(IReadOnlyList<TokenSequence[]> batches) => batches.Sum(batch => batch.Sum(row => (long)row.Ids.Length));

    /// <summary>Both sides must find the same gradients for two rows that share a beginning.</summary>
    private static void Check(TrainingModel model, PlainLora plain)
    {
        using var scope = NewDisposeScope();
        int[] ids = [.. Enumerable.Range(0, 300).Select(i => 1000 + (i * i % 701))];
        TokenSequence[] rows = [.. new[] { 300, 280 }.Select(length => new TokenSequence([.. ids[..(length - 20)], .. Enumerable.Range(length, 20)], [.. Enumerable.Repeat(0f, length - 20), .. Enumerable.Repeat(1f, 20)]))];
        double loss = plain.BackPropagate(rows);
        double found = model.Trainer.Step(rows).Loss;
        double distance = model.Adapter.Modules.Values.Max(module => Distance(module.Down!.grad!, plain.Gradients(module.Path).Down));
        if (Math.Abs(found - loss) > 1e-4 || distance > 1e-3)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the trainer and the baseline disagree: losses {found} and {loss}, gradients differ by {distance:E1} of their length"));
        }
    }

    private static double Distance(Tensor found, Tensor expected) => (found - expected).norm().ToDouble() / expected.norm().ToDouble();
}
