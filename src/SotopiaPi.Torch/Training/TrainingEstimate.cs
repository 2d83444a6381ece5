using System.Globalization;
using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>What a training would do and take. <see cref="ToString"/> gives a report for people.</summary>
public sealed record TrainingEstimate
{
    private const double Efficiency = 0.65;                  // of a large product's speed

    /// <summary>Gets the number of examples.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets how many of them are longer than the cutoff and are cut.</summary>
    public required int CutExamples { get; init; }

    /// <summary>Gets the tokens of all examples, shared prefixes counted each time.</summary>
    public required long ExampleTokens { get; init; }

    /// <summary>Gets the tokens that an epoch computes, shared ones once.</summary>
    public required long ComputedTokens { get; init; }

    /// <summary>Gets the tokens that an epoch learns.</summary>
    public required long Targets { get; init; }

    /// <summary>Gets the optimizer steps of an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Gets all optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Gets the memory of the frozen model.</summary>
    /// <value>In bytes.</value>
    public required long ModelBytes { get; init; }

    /// <summary>Gets the memory of the activations of the largest pass.</summary>
    /// <value>In bytes.</value>
    public required long ActivationBytes { get; init; }

    /// <summary>Gets the time of all steps, from the operations they need and the measured speed of this machine's products.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the tokens of whole examples for each token computed: 1 where nothing is shared.</summary>
    public double TreeRatio => (double)ExampleTokens / ComputedTokens;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        examples    {Examples:N0}, {CutExamples:N0} of them cut
        tokens      {ExampleTokens:N0} an epoch, {ComputedTokens:N0} computed (tree ratio {TreeRatio:F2}), {Targets:N0} learnt
        steps       {Steps:N0}, {StepsPerEpoch:N0} an epoch
        memory      {(ModelBytes + ActivationBytes) / 1e9:F2} GB: model {ModelBytes / 1e9:F2}, activations {ActivationBytes / 1e9:F2}
        time        about {Duration:d\.hh\:mm\:ss} (days.hours:minutes:seconds)
        """);

    internal static TrainingEstimate Of(TrainingPlan plan, LoraTrainerOptions options, DecoderConfig config, double speed)
    {
        bool inputsKept = options.Lora.TargetModules.Any(target => target is LoraOptions.AllLinear or "gate_proj" or "up_proj" or "down_proj");
        BatchBudget budget = BatchBudget.For(config, options.Type, options.Device, options.Checkpointing, inputsKept, options.Sequences);
        long computed = 0, targets = 0, activations = 0;
        double operations = 0;
        for (int step = 0; step < plan.Order.StepsPerEpoch; step++)
        {
            TokenSequence[] batch = [.. plan.Items(step).SelectMany(item => item.Sequences)];
            double[] scales = [.. batch.Select(_ => 1.0)];
            foreach (TokenTree tree in MicroBatches.Of(batch, budget, options.Packing == ExamplePacking.Groups).Select(families => TokenTree.Of(families, batch, scales)))
            {
                computed += tree.Ids.Count;
                operations += TrainingCost.Operations(config, tree);
                activations = Math.Max(activations, DepthFirst.Cut(tree, budget).Max(pass => Alive(pass, budget.Memory)));
            }

            targets += batch.Sum(sequence => (long)sequence.TargetCount);
        }

        double epochs = (double)plan.Steps / plan.Order.StepsPerEpoch;
        return new TrainingEstimate
        {
            Examples = plan.Data.Items.Sum(item => item.Keys.Count),
            CutExamples = plan.Data.CutExamples,
            ExampleTokens = plan.Data.Items.Sum(item => (long)item.ExampleTokens),
            ComputedTokens = computed,
            Targets = targets,
            StepsPerEpoch = plan.Order.StepsPerEpoch,
            Steps = plan.Steps,
            ModelBytes = Model(config, options),
            ActivationBytes = activations,
            Duration = TimeSpan.FromSeconds(operations * (options.Checkpointing ? 1.5 : 1) * epochs / (speed * Efficiency)),
        };
    }

    private static long Alive(TreePass pass, ActivationMemory memory) =>
        memory.Of(pass.Tokens.Ids.Count, pass.Tokens.Targets.Count) + pass.Branches.Select(branch => Alive(branch, memory)).DefaultIfEmpty().Max();

    private static long Model(DecoderConfig config, LoraTrainerOptions options)
    {
        long size = options.Type == torch.ScalarType.Float32 ? 4 : 2;
        bool packs = options.Device.type == DeviceType.CPU && options.Type == torch.ScalarType.Float32;
        long embeddings = (long)config.VocabularySize * config.HiddenSize;
        double bytesOfWeight = options.Quantization switch
        {
            WeightQuantization.Nf4Nested => 0.516,           // QLoRA (arXiv:2305.14314) §3
            WeightQuantization.Nf4 => 0.5625,
            _ => packs ? 2 * size : size,                    // a transposed copy for the backward pass
        };
        long copies = config.TieEmbeddings ? packs ? 3 : 1 : packs ? 3 : 2;
        return (long)(TrainingCost.Projections(config) * bytesOfWeight) + (embeddings * size * copies);
    }
}
