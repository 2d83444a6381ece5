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

    private readonly ChatTokenizer _tokenizer = SharedModel.Tokenizer();

    public string Name => "training";

    public IEnumerable<Ratio> Measure(bool full)
    {
        foreach (Ratio ratio in Speeds(full))
        {
            yield return ratio;
        }

        if (!RatioCommand.Wants("memory_padded_vs_tree"))
        {
            yield break;
        }

        double padded = PeakMemory.Of("padded") / 1e9;
        double tree = PeakMemory.Of("tree") / 1e9;
        yield return new Ratio("memory_padded_vs_tree", tree, padded, "GB", padded / tree) with { Note = "highest resident memory of separate processes, the reference pack; the ratio is baseline ÷ ours" };
    }

    private IEnumerable<Ratio> Speeds(bool full)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, pack) in new[] { ("own", PromptPack.Default), ("reference", ReferencePack.Load()) })
        {
            if (!RatioCommand.Wants($"tree_vs_padded_{name}_pack"))
            {
                continue;
            }

            TrainingWorkload work = TrainingWorkload.Of(pack, _tokenizer);
            IReadOnlyList<TokenSequence[]> batches = full ? [.. work.Rows.Chunk(TrainingWorkload.Batch)] : work.Sample();
            string sample = full ? "all batches" : $"{batches.Count} padded batches of {TrainingWorkload.Batch}, one row of each stratum of lengths";
            double gemm = TrainingCost.Speed(CPU, float32, 4096);
            TokenTree[] trees = [.. work.Seats.Select(seat => TokenTree.Of([[.. Enumerable.Range(0, seat.Length)]], seat, [.. seat.Select(_ => 1.0)]))];
            double operations;
            PlainLora plain;
            double ours, oursOnSample;
            using (TrainingModel model = new(TrainingModel.Fast))
            {
                plain = model.Plain();
                Check(model, plain);
                operations = trees.Sum(tree => TrainingCost.Operations(model.Decoder.Config, tree));
                ours = Speed(work.Tokens, () => Groups(model, work));
                oursOnSample = Speed(Tokens(batches), () => batches.ToList().ForEach(batch => model.Trainer.Step(batch)));
            }

            double unpadded, padded;
            using (plain)
            {
                _ = plain.Step(batches[0][..1]);
                unpadded = Speed(Tokens(batches), () => batches.SelectMany(batch => batch).ToList().ForEach(row => plain.Step([row])));
                padded = Speed(Tokens(batches), () => batches.ToList().ForEach(batch => plain.Step(batch)));
            }

            gemm = (gemm + TrainingCost.Speed(CPU, float32, 4096)) / 2;
            string note = string.Create(CultureInfo.InvariantCulture, $"{work.Tokens} tokens in {work.Rows.Count} rows, {trees.Sum(t => t.Ids.Count)} in trees; {get_num_threads()} threads, products at {gemm / 1e9:F0} GFLOP/s; the baseline on {sample}, ours on all rows (on those of the baseline {oursOnSample:F0} tokens/s)");
            yield return Ratio.Of($"tree_vs_padded_{name}_pack", ours, padded, "tokens/s") with { Note = note };
            yield return Ratio.Of($"tree_vs_unpadded_{name}_pack", ours, unpadded, "tokens/s") with { Note = note };
            if (name == "own" && DecoderOptions.HasFastHalfProducts)
            {
                using TrainingModel half = new(TrainingModel.Half);
                CheckHalf(half, work.Seats[0]);
                yield return Ratio.Of("tree_bf16_vs_padded_own_pack", Speed(work.Tokens, () => Groups(half, work)), padded, "tokens/s") with { Note = "products of the frozen projections in bfloat16, the baseline in float32" };
            }

            if (name == "reference")
            {
                yield return Ratio.Of("baseline_speed_share", padded, gemm * GoodBaseline, "tokens/s") with { Note = "padded baseline against 60 tokens/s for each 130 GFLOP/s of a product of libtorch" };
                yield return Ratio.Of("flop_efficiency", operations * ours / work.Tokens / 1e9, gemm / 1e9, "GFLOP/s") with { Note = "necessary operations of the trees against a product of libtorch" };
            }
        }
    }

    /// <summary>Gradients with products in bfloat16 must be those in float32 within its precision.</summary>
    private static void CheckHalf(TrainingModel half, TokenSequence[] seat)
    {
        using var scope = NewDisposeScope();
        using TrainingModel exact = new(TrainingModel.Fast);
        TokenSequence[] rows = [.. TokenSequence.Merge(seat)];
        double difference = Math.Abs(half.Trainer.Step(rows).Loss - exact.Trainer.Step(rows).Loss);
        double[] distances = [.. half.Adapter.Modules.Values.Zip(exact.Adapter.Modules.Values, (a, b) => Distance(a.Down!.grad!, b.Down!.grad!))];
        if (difference > 0.02 || distances.Average() > 0.15)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"products in bfloat16 change the loss by {difference:F4} and gradients by {distances.Average():P0} of their length"));
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
